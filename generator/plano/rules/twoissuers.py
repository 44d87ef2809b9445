"""two-issuers: more than one service issues tokens."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error
from plano.rules.walk import issuers

CODE = "two-issuers"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A platform has at most one issuer."""
    first, *others = issuers(blueprint) or ("",)
    for other in others:
        yield error(
            CODE, f"services {first!r} and {other!r} both issue tokens", places.key(("services", other, "issuer")), "",
            "a person is known in one place: remove 'issuer' from one of them",
            (Related("the first is here", places.key(("services", first, "issuer"))),), f"service {other}",
        )  # fmt: skip
