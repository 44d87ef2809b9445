"""YAML text from data: block style, every scalar as YAML 1.1 and 1.2 read it alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from plano.emitters.literals import yaml

_KEPT = 8192
"""Texts whose literals are kept: the keys and words that documents repeat, in a few megabytes at most."""

_NESTED = (dict, list, tuple, Mapping)  # the commonest first: an abstract class is slow to ask


def yaml_text(value: object) -> str:
    """A YAML document of dicts, lists and scalars, keys in the order given."""
    if not value or not isinstance(value, _NESTED):
        return yaml(value) + "\n"
    lines: list[str] = []
    _write(value, "", "", lines)
    lines.append("")
    return "\n".join(lines)


def _write(value: object, head: str, indent: str, lines: list[str]) -> None:
    """Append the lines of a mapping or a list: its first begins with `head`, every other with `indent`."""
    deeper = indent + "  "
    if isinstance(value, (dict, Mapping)):
        for key, item in value.items():
            name = _text(key) if type(key) is str else yaml(key)
            if type(item) is str:
                lines.append(f"{head}{name}: {_text(item)}")
            elif type(item) is int:
                lines.append(f"{head}{name}: {item}")
            elif item and isinstance(item, _NESTED):
                lines.append(f"{head}{name}:")
                _write(item, deeper, deeper, lines)
            else:
                lines.append(f"{head}{name}: {yaml(item)}")
            head = indent
    elif isinstance(value, (list, tuple)):
        for item in value:
            if type(item) is str:
                lines.append(f"{head}- {_text(item)}")
            elif item and isinstance(item, _NESTED):
                _write(item, head + "- ", deeper, lines)
            else:
                lines.append(f"{head}- {yaml(item)}")
            head = indent


@lru_cache(_KEPT)
def _text(value: str) -> str:
    """The literal of a text that is not `Code`, which would be equal to it and is written as it stands."""
    return yaml(value)
