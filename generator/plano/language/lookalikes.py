"""Spaces and quotes that look like YAML's and are none: they come with a copied text, or from a word processor."""

from __future__ import annotations

import re
from typing import Final

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
TYPOGRAPHIC_QUOTES: Final = frozenset("“”„‟‘’‚«»")
WIDE_SPACE: Final = re.compile(f"[{_SPACES}]")
WIDE_INDENT: Final = re.compile(rf"^[ \t]*(?:[\w./-]+:|-)?([{_SPACES}])", re.M)
"""One where YAML wants a plain space: in an indentation, or after a key's `:` or an item's `-`."""


def wide_space(character: str) -> tuple[str, str]:
    """What is said of one, and how it is mended."""
    name = "a no-break space" if character == "\u00a0" else "a wide space"
    return f"{name} (U+{ord(character):04X}) stands where YAML wants a plain space", "write the space of the space bar"
