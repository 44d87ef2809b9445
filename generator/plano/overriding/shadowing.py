"""What an override shadows: a template whole, or some of its blocks; and whether that is still what it was."""

from __future__ import annotations

import re
from enum import Enum

from plano.emitters.templates import builtin_file, shadowable
from plano.output.index import fingerprint
from plano.overriding.blocks import block_text, blocks, imports, own_blocks
from plano.overriding.model import BUILTIN, Override, header

_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+(["'])(.*?)\1\s*[-+]?%\}""")
RENDERED = ".jinja"


class Standing(Enum):
    """How an override is doing."""

    CURRENT = "current"
    OUTDATED = "outdated"
    UNUSED = "unused"


def builtin(path: str) -> str:
    """The text of Plano's own template at `path`. OSError where there is none, UnicodeDecodeError where it is none."""
    return builtin_file(path).read_bytes().decode()


def extended(text: str) -> str | None:
    """The name of the template that this one extends; None where it stands alone."""
    found = _EXTENDS.search(text)
    return found[2] if found else None


def shadowed(path: str, names: tuple[str, ...]) -> bytes:
    """What an override of these blocks shadows today, or of the whole template where there are no names.

    Blocks stand in the order of their names; those that the template has no more are not in it. OSError where there
    is no template.
    """
    if not names:
        return builtin_file(path).read_bytes()
    source = builtin(path)
    known = blocks(source)
    return "".join(f"{block_text(source, name)}\n" for name in sorted(names) if name in known).encode()


def shadowed_blocks(override: Override) -> tuple[str, ...]:
    """The blocks that an override has in place of the template's; none where it shadows the whole."""
    if not override.path.endswith(RENDERED):
        return ()
    text = override.content.decode("utf-8", "replace")
    return own_blocks(text) if extended(text) is not None else ()


def shadowed_today(override: Override) -> bytes:
    """What an override shadows today. OSError where no template has its path."""
    return shadowed(override.path, shadowed_blocks(override))


def standing(override: Override) -> Standing:
    """How an override is doing."""
    if override.path not in shadowable():
        return Standing.UNUSED
    same = override.shadows == fingerprint(shadowed_today(override))
    return Standing.CURRENT if same else Standing.OUTDATED


def marked(path: str, names: tuple[str, ...], content: bytes) -> Override:
    """An override with its first line before `content`; it shadows these blocks, or the whole. OSError."""
    return Override(path, header(fingerprint(shadowed(path, names))).encode() + content)


def ejected(path: str, name: str = "") -> Override:
    """The override that changes nothing yet: of the whole template, or of one block of it.

    KeyError where the template has no block of that name, OSError where there is no template.
    """
    if not name:
        return marked(path, (), shadowed(path, ()))
    return with_block(path, builtin(path), name)


def with_block(path: str, source: str, name: str) -> Override:
    """The override of one block, which says what it says in `source`. KeyError where that has no such block."""
    lines = [f'{{% extends "{BUILTIN}{path}" %}}', *imports(source), block_text(source, name)]
    return marked(path, (name,), ("\n".join(lines) + "\n").encode())
