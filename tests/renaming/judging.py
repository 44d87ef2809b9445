"""What a rename of a blueprint's text may change, judged by other means than it works with."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from plano.language.blueprint import FieldDecl
from plano.language.fieldtypes import Enum
from plano.language.read import read
from plano.language.scalars import Value
from plano.pipeline import check_text
from plano.platform.model import Platform
from plano.renaming.blueprint import renamed
from plano.renaming.source import Source
from plano.renaming.targets import target

HELD = frozenset({"entity", "field", "operation", "value"})
"""Kinds that are named with what holds them."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be renamed, as the command names it."""

    kind: str
    name: str

    @property
    def last(self) -> str:
        """Its own name."""
        return self.name if self.kind not in HELD else self.name.rpartition(".")[2]

    @property
    def new(self) -> str:
        """Another name of the same build: its first word is `novel`, which no blueprint here has."""
        return re.sub(r"^[A-Z][a-z]*", "Novel", re.sub(r"^[a-z]+", "novel", self.last))

    def back(self, said: str) -> str:
        """What is said with the new name and all that is derived from it, as it was with the old one."""
        first = re.match(r"[A-Z]?[a-z]*", self.last)
        assert first is not None
        return said.replace("novel", first[0].lower()).replace("Novel", first[0].capitalize())

    def called(self, new: str) -> Thing:
        """The same thing after it was renamed."""
        holder = self.name.rpartition(".")[0]
        return Thing(self.kind, f"{holder}.{new}" if self.kind in HELD else new)


def things(text: str) -> list[Thing]:
    """Everything in a blueprint that can be renamed, but for fields of types that rows keep."""
    blueprint = check_text(text).blueprint
    assert blueprint is not None
    found = [Thing("host", name) for name in blueprint.hosts] + [
        Thing("database", name) for name in blueprint.databases
    ]
    found += [Thing("environment", name) for name in blueprint.environments]
    found += [Thing("type", name) for name in blueprint.types] + [Thing("topic", name) for name in blueprint.topics]
    for topic, body in blueprint.topics.items():
        found += [Thing("field", f"{topic}.{field}") for field in body.fields]
        found += _values(topic, body.fields)
    for service, decl in blueprint.services.items():
        found.append(Thing("service", service))
        for entity, each in decl.entities.items():
            found.append(Thing("entity", f"{service}.{entity}"))
            found += [Thing("field", f"{service}.{entity}.{field}") for field in each.fields]
            found += _values(f"{service}.{entity}", each.fields)
        found += [Thing("role", role) for role in decl.roles]
        found += _values(f"{service}.config", decl.config)
        for name, operation in decl.operations.items():
            found += [Thing("operation", f"{service}.{name}"), *_values(f"{service}.{name}.query", operation.query)]
    return found


def _values(holder: str, fields: Mapping[str, FieldDecl]) -> list[Thing]:
    """Every value of each field that is an enum."""
    return [
        Thing("value", f"{holder}.{name}.{value}")
        for name, field in fields.items()
        if isinstance(field.type, Enum)
        for value in field.type.values
    ]


@lru_cache(maxsize=8)
def described(text: str) -> Platform:
    """The platform of a blueprint without an error."""
    found = check_text(text).platform
    assert found is not None
    return found


def rename(text: str, thing: Thing, new: str, *, settled: bool = False) -> str:
    """The text after a rename."""
    source = Source.of(text)
    return renamed(source, described(text), target(source, thing.kind, thing.name, new), settled=settled).after


def lines(text: str) -> list[str]:
    """The lines of a text with their ends."""
    return text.splitlines(keepends=True)


def differing(before: str, after: str) -> list[tuple[list[str], list[str]]]:
    """The pieces in which two texts differ, as lines."""
    old, new = lines(before), lines(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [(old[a:b], new[c:d]) for what, a, b, c, d in matcher.get_opcodes() if what != "equal"]


def comments(text: str) -> list[str]:
    """Every comment, in order: as plain a reading as there is, for texts without `#` in quotes."""
    return [found[1] for line in lines(text) if (found := re.search(r"(?:^|\s)(#.*?)\s*$", line))]


def strings(text: str) -> list[str]:
    """Every value that is free text: descriptions and addresses."""
    return list(_strings(read(text, "x").value, ""))


def _strings(value: Value, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, name if key != "fields" else "")  # a field may be called 'description'
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)
    elif isinstance(value, str) and key in ("description", "repository", "handler", "title", "url"):
        yield value
