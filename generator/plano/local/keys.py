"""The secrets of one local environment: made once, readable by you alone."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


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
    """The secrets in `file`, which is made or completed so that each of `names` has one."""
    held: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    wanted = {name: held.get(name) or secrets.token_urlsafe(24) for name in names}
    signing = held.get("signing") or _signing_key()
    made = {**held, **wanted, "signing": signing}
    if made != held:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(".tmp")
        temporary.touch(mode=0o600)
        temporary.write_text(json.dumps(made, indent=1, sort_keys=True))
        os.replace(temporary, file)
    return Keys(signing, made)


def _signing_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
