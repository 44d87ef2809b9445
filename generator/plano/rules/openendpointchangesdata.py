"""open-endpoint-changes-data: anybody on the internet may write."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import warning
from plano.rules.walk import Guard, guards, issuers

CODE = "open-endpoint-changes-data"
_READING = ("list", "get")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A `public` endpoint should only read; without an issuer `public` is all there is, and nothing is said.

    An operation reads where its method is GET (RFC 9110, 9.2.1: safe methods).
    """
    if not issuers(blueprint):
        return
    for guard in guards(blueprint, "public"):
        if guard.entity is None:
            endpoint: Path = ("services", guard.service, "operations", guard.endpoint)
            method = blueprint.services[guard.service].operations[guard.endpoint].method
            does = "" if method == "GET" else f"answers {method}"
        else:
            verb = guard.endpoint.partition(" ")[0]
            endpoint = ("services", guard.service, "expose", guard.entity, verb)
            does = "" if verb in _READING else f"{verb}s rows"
        if does:
            yield _found(guard, endpoint, does, places)


def _found(guard: Guard, endpoint: Path, does: str, places: Places) -> Diagnostic:
    open_at = places.within(guard.path, "public")
    return warning(
        CODE, f"anybody may change data by {guard.endpoint!r} of {guard.service!r}",
        places.key(endpoint) if guard.inherited else open_at, f"{does}, and is open to all",
        "write 'user', 'owner', 'role(…)' or 'service', or accept it with a reason",
        (Related("the service's default", open_at),) if guard.inherited else (),
        f"endpoint {guard.service}.{guard.endpoint}",
    )  # fmt: skip
