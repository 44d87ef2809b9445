"""The blocks of a template, found in its source: what they say, byte for byte, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\{#.*?#\}"
    r"|\{%[-+]?\s*raw\s*-?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}"
    r"|\{%[-+]?\s*block\s+(?P<name>\w+)\b[^%]*%\}"
    r"|\{%[-+]?\s*(?P<end>endblock)\b[^%]*%\}",
    re.S,
)
_IMPORT = re.compile(r"\{%[-+]?\s*(?:from|import)\s[^%]*%\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its tags: `source[start:end]`, of which `source[inner:outer]` stands between the tags."""

    name: str
    start: int
    inner: int
    outer: int
    end: int


def blocks(source: str) -> Mapping[str, Block]:
    """The blocks of a template by their names, in the order of their ends; those within others are among them.

    Comments and raw text are passed over. A source in which blocks do not end is Jinja's to refuse.
    """
    found: dict[str, Block] = {}
    opened: list[re.Match[str]] = []
    for token in _TOKEN.finditer(source):
        if token["name"]:
            opened.append(token)
        elif token["end"] and opened:
            first = opened.pop()
            found[first["name"]] = Block(first["name"], first.start(), first.end(), token.start(), token.end())
    return found


def block_text(source: str, name: str) -> str:
    """A block with its tags, as it stands. KeyError where there is no such block."""
    found = blocks(source)[name]
    return source[found.start : found.end]


def imports(source: str) -> tuple[str, ...]:
    """The tags with which a template takes macros from others: what a block of it can only use if it has them too."""
    return tuple(_IMPORT.findall(source))


def own_blocks(source: str) -> tuple[str, ...]:
    """The blocks that stand in no other, in their order."""
    found = sorted(blocks(source).values(), key=lambda each: each.start)
    return tuple(
        each.name for each in found if not any(other.start < each.start and each.end < other.end for other in found)
    )
