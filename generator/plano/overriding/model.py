"""Overrides as a value: files of the platform's own that stand for templates of Plano's."""

from __future__ import annotations

import re
from dataclasses import dataclass

FOLDER = "overrides"

SHADOWED = f"{FOLDER}/.shadowed"
"""Where the text is kept that an override shadowed when it was written, so that a later change can be shown."""

BUILTIN = "builtin:"
"""Before a template's path, in `extends` and its like: Plano's own, whatever shadows it."""

_HEADER = re.compile(rb"\{# shadows: ([0-9a-f]{16}) #\}\r?(?:\n|\Z)")


def header(shadows: str) -> str:
    """The first line of an override that shadows the text with this fingerprint."""
    return f"{{# shadows: {shadows} #}}\n"


@dataclass(frozen=True, slots=True)
class Override:
    """One file below `overrides/`. `path` is that of the template which it shadows, such as `fastapi/x.py.jinja`."""

    path: str
    content: bytes

    @property
    def file(self) -> str:
        """Where it stands, relative to the platform's repository."""
        return f"{FOLDER}/{self.path}"

    @property
    def shadows(self) -> str:
        """The fingerprint of what it shadowed when it was written; empty where its first line says none."""
        found = _HEADER.match(self.content)
        return found[1].decode() if found else ""

    @property
    def text(self) -> str:
        """All of it, the first line too, so that lines keep their numbers. UnicodeDecodeError."""
        return self.content.decode()

    @property
    def body(self) -> bytes:
        """What it holds behind its first line: the whole file, where that is copied and not rendered."""
        found = _HEADER.match(self.content)
        return self.content[found.end() :] if found else self.content


@dataclass(frozen=True, slots=True)
class Overrides:
    """All overrides of one platform, sorted by path. Hashable: compiled templates are kept by it."""

    every: tuple[Override, ...] = ()

    def of(self, path: str) -> Override | None:
        """The override of the template at `path`; None where Plano's own counts."""
        return next((each for each in self.every if each.path == path), None)

    def with_one(self, override: Override) -> Overrides:
        """These, and this one in place of any other of its path."""
        others = [each for each in self.every if each.path != override.path]
        return Overrides(tuple(sorted((*others, override), key=lambda each: each.path)))


NONE = Overrides()
"""No template is shadowed."""
