"""argument-twice: a client's method would take two arguments of one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plano.diagnostics.model import Diagnostic, Related, Span
from plano.language.blueprint import Blueprint, FieldDecl, OperationDecl
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "argument-twice"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Fields of path, query and request of an operation stand beside one another in its clients' method."""
    for name, service in blueprint.services.items():
        for operation_name, operation in service.operations.items():
            body = _body(operation, blueprint)
            names = [*operation.path.fields, *operation.query, *body]
            if len(names) == len(set(names)):
                continue
            at: Path = ("services", name, "operations", operation_name)
            taken: dict[str, Span] = {}
            for field, span in _arguments(operation, body, at, places):
                first = taken.setdefault(field, span)
                if first != span:
                    yield error(
                        CODE, f"{operation_name!r} takes {field!r} twice", span, "", "give one of them another name",
                        (Related("it is an argument here already", first),), f"service {name}",
                    )  # fmt: skip


def _body(operation: OperationDecl, blueprint: Blueprint) -> Mapping[str, FieldDecl]:
    request = operation.request
    if isinstance(request, dict):
        return request
    return blueprint.types[request].fields if request is not None and request in blueprint.types else {}


def _arguments(
    operation: OperationDecl, body: Mapping[str, FieldDecl], at: Path, places: Places
) -> Iterator[tuple[str, Span]]:
    for field in operation.path.fields:
        yield field, places.within((*at, "path"), field)
    for field in operation.query:
        yield field, places.key((*at, "query", field))
    written = isinstance(operation.request, dict)
    for field in body:
        yield field, places.key((*at, "request", field)) if written else places.value((*at, "request"))
