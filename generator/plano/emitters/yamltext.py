"""YAML text from data: block style, every scalar as YAML 1.1 and 1.2 read it alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plano.emitters.literals import yaml


def yaml_text(value: object) -> str:
    """A YAML document of dicts, lists and scalars, keys in the order given."""
    if isinstance(value, Mapping | list | tuple) and value:
        return "".join(line + "\n" for line in _lines(value, ""))
    return yaml(value) + "\n"


def _lines(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _entry(f"{indent}{yaml(key)}:", item, indent + "  ")
    elif isinstance(value, list | tuple):
        for item in value:
            if isinstance(item, Mapping | list | tuple) and item:
                first, *rest = _lines(item, indent + "  ")
                yield f"{indent}- {first[len(indent) + 2 :]}"
                yield from rest
            else:
                yield f"{indent}- {yaml(item)}"


def _entry(head: str, item: object, indent: str) -> Iterator[str]:
    if isinstance(item, Mapping | list | tuple) and item:
        yield head
        yield from _lines(item, indent)
    else:
        yield f"{head} {yaml(item)}"
