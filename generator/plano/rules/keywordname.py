"""keyword-name: a name that no Python program could use."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint, ServiceDecl
from plano.language.places import Path, Places
from plano.platform.names import pascal, snake
from plano.rules.findings import error

CODE = "keyword-name"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Packages, classes and functions that are named after what the blueprint names; fields are reserved-field-name's.

    `none`, `true` and `false` become keywords where a class is made of them. No Python is made of a vue service.
    """

    for what, name, word, path in _words(blueprint):
        if keyword.iskeyword(word):
            said = "is a keyword of Python" if word == name else f"would be {word!r}, a keyword of Python"
            span = places.value(path) if what == "handler" else places.key(path)
            subject = f"{str(path[0]).removesuffix('s')} {path[1]}"
            yield error(CODE, f"the {what} {name!r} {said}", span, "", "choose another name", subject=subject)


def _words(blueprint: Blueprint) -> Iterator[tuple[str, str, str, Path]]:
    """What has a name, the name, the word of Python that it becomes, and its path."""
    for name in blueprint.types:
        yield "type", name, name, ("types", name)
    for name in blueprint.topics:
        yield "topic", name, pascal(name), ("topics", name)
    for name, service in blueprint.services.items():
        if service.kind != "vue":
            at: Path = ("services", name)
            yield "service", name, snake(name), at
            for what, each, path in _inside(service, at):
                yield what, each, each, path


def _inside(service: ServiceDecl, at: Path) -> Iterator[tuple[str, str, Path]]:
    for entity in service.entities:
        yield "entity", entity, (*at, "entities", entity)
    for operation in service.operations:
        yield "operation", operation, (*at, "operations", operation)
    for topic, consumed in service.consumes.items():
        if consumed.handler is not None:
            yield "handler", consumed.handler, (*at, "consumes", topic, "handler")
    for job, schedule in service.schedule.items():
        yield "handler", schedule.handler, (*at, "schedule", job, "handler")
