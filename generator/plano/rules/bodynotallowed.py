"""body-not-allowed: a request or an answer with a body where HTTP has none."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "body-not-allowed"
_NO_ANSWER = (204, 205)  # RFC 9110, sections 15.3.5 and 15.3.6


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """GET and DELETE take no `request` (RFC 9110, 9.3); 204 and 205 bring no `response`."""
    for name, service in blueprint.services.items():
        for operation_name, operation in service.operations.items():
            at: Path = ("services", name, "operations", operation_name)
            if operation.request is not None and operation.method in ("GET", "DELETE"):
                yield error(
                    CODE, f"a {operation.method} has no body, and {operation_name!r} asks for one",
                    places.key((*at, "request")), "", "use 'query', or the method POST", subject=f"service {name}",
                )  # fmt: skip
            if operation.response is not None and operation.status in _NO_ANSWER:
                yield error(
                    CODE, f"a {operation.status} has no body, and {operation_name!r} answers with one",
                    places.value((*at, "status")), "", "remove 'status' or 'response'", subject=f"service {name}",
                )  # fmt: skip
