"""The fingerprints of what was rendered, by the keys of what was shown: an equal part is not rendered again.

The file may go at any time. It counts only if it is whole and of this very generator with these templates.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

CACHE = ".plano/cache"

_LINE = re.compile(r"[0-9a-f]{32} [0-9a-f]{16}")


def read(root: Path, generator: str) -> dict[str, str]:
    """Key → fingerprint, as `generator` kept them; empty for a file that is not there, not whole or of another."""
    try:
        head, _, body = (root / CACHE).read_text(encoding="ascii").partition("\n")
    except (OSError, ValueError):
        return {}
    if head != _head(generator, body):
        return {}
    lines = body.splitlines()
    return {line[:32]: line[33:] for line in lines if _LINE.fullmatch(line)}


def write(root: Path, generator: str, known: Mapping[str, str]) -> None:
    """Keep `known` for the next run. A cache that cannot be written is none."""
    body = "".join(f"{key} {known[key]}\n" for key in sorted(known))
    temporary = root / f"{CACHE}.{os.getpid()}"
    try:
        temporary.write_text(f"{_head(generator, body)}\n{body}", encoding="ascii")
        os.replace(temporary, root / CACHE)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def _head(generator: str, body: str) -> str:
    return hashlib.sha256(f"{generator}\n{body}".encode()).hexdigest()
