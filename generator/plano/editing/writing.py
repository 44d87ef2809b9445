"""New entries as text: in braces, or on lines of their own, as their neighbours are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from plano.emitters.literals import yaml
from plano.language.places import Path
from plano.language.scalars import Value, plain
from plano.language.yaml11 import misread

Flow = Callable[[Path, Value], bool]
"""Whether a value that will stand at a path is written in braces or brackets."""

_BLOCK = re.compile(r"[A-Za-z0-9_/.+-](?:[A-Za-z0-9_/.,+@=()|;~$%^'&!?* -]|:(?=\S))*\Z")
_IN_FLOW = re.compile(r"[A-Za-z0-9_/.+-][A-Za-z0-9_/.+@=()|;~$%^& -]*\Z")
_DASH = "-"


def scalar(value: Value, *, flow: bool) -> str:
    """One scalar, plain where every reader of YAML takes it for the same text there; else in quotes."""
    if not isinstance(value, str):
        return yaml(value)
    form = _IN_FLOW if flow else _BLOCK
    safe = form.match(value) is not None and value == value.strip() and not value.endswith(":")
    safe = safe and not value.startswith(_DASH) and plain(value) == value and misread(value, value) is None
    return value if safe else yaml(f"{value}")


def in_flow(value: Value) -> str:
    """A value on one line, as it stands inside braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(pair(key, item) for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_flow(item) for item in value) + "]"
    return scalar(value, flow=True)


def pair(key: str, value: Value) -> str:
    """A key and its value inside braces."""
    return f"{scalar(key, flow=True)}: {in_flow(value)}"


def in_block(path: Path, value: Value, column: int, step: int, flow: Flow, width: int = 0) -> Iterator[str]:
    """The lines of the entry that will stand at `path`, without their ends.

    `column` is where its key stands, `step` how much deeper what it holds. A value on the key's own line begins
    `width` characters behind the key's first, where the key leaves room for that.
    """
    name = scalar(str(path[-1]), flow=False) + ":"
    head = " " * column + name
    if isinstance(value, dict) and value and not flow(path, value):
        yield head
        for key, item in value.items():
            yield from in_block((*path, key), item, column + step, step, flow)
    elif isinstance(value, list) and value and not flow(path, value):
        yield head
        for item in value:
            yield f"{' ' * (column + step)}- {in_flow(item)}"
    else:
        text = in_flow(value) if isinstance(value, dict | list) else scalar(value, flow=False)
        yield head + " " * max(1, width - len(name)) + text
