"""Which documents a blueprint names, found without judging it: what a run reads besides the blueprint."""

from __future__ import annotations

import hashlib
from pathlib import Path

from plano.externals.places import UnusableError, content, located
from plano.language.read import read


def documents(blueprint: str) -> tuple[str, ...]:
    """The documents that the text of a blueprint names, as it writes them; none where it cannot be read."""
    value = read(blueprint, "").value
    services = value.get("services") if isinstance(value, dict) else None
    if not isinstance(services, dict):
        return ()
    found = (each.get("openapi") for each in services.values() if isinstance(each, dict))
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str) and each))


def fingerprint(root: Path, blueprint: str) -> str:
    """A fingerprint of those documents' bytes; one that cannot be read counts with the reason."""
    digest = hashlib.sha256()
    for name in documents(blueprint):
        try:
            found = hashlib.sha256(content(root, name)).hexdigest()
        except UnusableError as error:
            found = str(error)
        digest.update(f"{name!r} {found!r}\n".encode())
    return digest.hexdigest()


def watched(root: Path, blueprint: str) -> tuple[Path, ...]:
    """The paths of those documents that may be read, links followed, whether or not they are there."""
    found: list[Path] = []
    for name in documents(blueprint):
        try:
            found += (root / name, located(root, name))
        except UnusableError:
            continue  # the run says so, and a save of the blueprint is seen
    return tuple(dict.fromkeys(found))
