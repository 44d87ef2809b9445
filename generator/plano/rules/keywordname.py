"""keyword-name: a name that no Python program could use."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Span
from plano.language.blueprint import Blueprint, ServiceDecl
from plano.language.places import Path, Places
from plano.platform.names import pascal, snake
from plano.rules.findings import error

CODE = "keyword-name"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Packages, classes and functions that are named after what the blueprint names; fields are reserved-field-name's.

    `none`, `true` and `false` become keywords where a class is made of them. No Python is made of a vue service.
    """

    def judged(what: str, name: str, word: str, span: Span, subject: str) -> Iterator[Diagnostic]:
        if keyword.iskeyword(word):
            said = "is a keyword of Python" if word == name else f"would be {word!r}, a keyword of Python"
            yield error(CODE, f"the {what} {name!r} {said}", span, "", "choose another name", subject=subject)

    for name in blueprint.types:
        yield from judged("type", name, name, places.key(("types", name)), f"type {name}")
    for name in blueprint.topics:
        yield from judged("topic", name, pascal(name), places.key(("topics", name)), f"topic {name}")
    for name, service in blueprint.services.items():
        if service.kind != "vue":
            at: Path = ("services", name)
            yield from judged("service", name, snake(name), places.key(at), f"service {name}")
            for what, each, span in _inside(service, at, places):
                yield from judged(what, each, each, span, f"service {name}")


def _inside(service: ServiceDecl, at: Path, places: Places) -> Iterator[tuple[str, str, Span]]:
    for entity in service.entities:
        yield "entity", entity, places.key((*at, "entities", entity))
    for operation in service.operations:
        yield "operation", operation, places.key((*at, "operations", operation))
    for topic, consumed in service.consumes.items():
        if consumed.handler is not None:
            yield "handler", consumed.handler, places.value((*at, "consumes", topic, "handler"))
    for job, schedule in service.schedule.items():
        yield "handler", schedule.handler, places.value((*at, "schedule", job, "handler"))
