"""The secrets of one local environment: made once, readable by you alone."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from plano.local.errors import LocalError
from plano.local.state import write_private


@dataclass(frozen=True, slots=True)
class Keys:
    """`named` are passwords and client secrets by what they open; `signing` is the issuer's key in PEM."""

    signing: str
    named: dict[str, str]

    def clients(self, services: Iterable[str]) -> str:
        """What the issuer may know of the services' client secrets, as JSON: name → SHA-256."""
        digests = {name: hashlib.sha256(self.named[f"client {name}"].encode()).hexdigest() for name in services}
        return json.dumps(digests)


def load(file: Path, names: Iterable[str]) -> Keys:
    """The secrets in `file`, which is made or completed so that each of `names` has one. LocalError."""
    held = passwords(file, names)
    if "signing" not in held:
        held["signing"] = _signing_key()
        _write(file, held)
    return Keys(held["signing"], held)


def passwords(file: Path, names: Iterable[str]) -> dict[str, str]:
    """All that `file` holds, by name; it is completed so that each of `names` is there. LocalError if unreadable."""
    held = _read(file)
    made = held | {name: secrets.token_urlsafe(24) for name in names if not held.get(name)}
    if made != held:
        _write(file, made)
    return made


def _read(file: Path) -> dict[str, str]:
    try:
        held = json.loads(file.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise LocalError(f"{file} cannot be read ({error}): mend it, or plano down --wipe") from error
    return {str(name): str(value) for name, value in held.items()}


def _write(file: Path, held: dict[str, str]) -> None:
    write_private(file, json.dumps(held, indent=1, sort_keys=True))


def _signing_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
