"""sensitive-in-topic: a topic would carry what may stand in no topic."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error
from plano.rules.walk import named

CODE = "sensitive-in-topic"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """No field of a topic is sensitive, and none of the types that it reaches has a sensitive field."""
    for name, topic in blueprint.topics.items():
        for field, declared in topic.fields.items():
            path: Path = ("topics", name, "fields", field)
            if declared.sensitive:
                yield error(
                    CODE, f"topic {name!r} would carry the sensitive field {field!r}", places.key(path), "",
                    "publish an id, and let consumers ask the service that keeps it", subject=f"topic {name}",
                )  # fmt: skip
                continue
            held = named(declared.type)
            secret = None if held is None else next(_sensitive(blueprint, held), None)
            if secret is not None:
                yield error(
                    CODE, f"topic {name!r} would carry the sensitive field {secret[-1]!r} of type {secret[1]!r}",
                    places.value(path), "", "give the topic a type without it",
                    (Related("the sensitive field", places.key(secret)),), f"topic {name}",
                )  # fmt: skip


def _sensitive(blueprint: Blueprint, kind: str) -> Iterator[Path]:
    """The paths of the sensitive fields that the type `kind` reaches."""
    pending = [kind]
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        if name in seen or name not in blueprint.types:
            continue
        seen.add(name)
        for field, declared in blueprint.types[name].fields.items():
            if declared.sensitive:
                yield ("types", name, field)
            inner = named(declared.type)
            if inner is not None:
                pending.append(inner)
