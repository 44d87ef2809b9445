"""owner-without-issuer and public-needed-without-issuer: an endpoint is for people whom nobody can know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error
from plano.rules.walk import guards, issuers

CODE = "public-needed-without-issuer"
OWNER = "owner-without-issuer"
_ADD = "give one service 'issuer: true'"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Without an issuer `public` is the only access there is, and must be written."""
    if issuers(blueprint):
        return
    seen: set[Path] = set()
    silent = Counter(guard.service for guard in guards(blueprint) if guard.access is None)
    for guard in guards(blueprint):
        subject = f"service {guard.service}"
        if guard.access is None:
            path: Path = ("services", guard.service)
            if path not in seen:
                seen.add(path)
                yield error(
                    CODE, f"service {guard.service!r} does not say who may call it, and nobody here issues tokens",
                    places.key(path), _nothing_said(guard.endpoint, silent[guard.service]),
                    f"write 'access: public' in the service, or {_ADD}", subject=subject,
                )  # fmt: skip
            continue
        if guard.path in seen:
            continue
        seen.add(guard.path)
        kinds = [access.kind for access in guard.access if access.kind != "public"]
        if "owner" in kinds:
            yield error(
                OWNER, f"{guard.endpoint!r} of {guard.service!r} is for owners, and nobody here knows people",
                places.within(guard.path, "owner"), "needs an issuer", f"{_ADD}, or write 'public'", subject=subject,
            )  # fmt: skip
        elif kinds:
            yield error(
                CODE, f"{guard.endpoint!r} of {guard.service!r} is for those with a token, and no service issues any",
                places.within(guard.path, kinds[0]), "needs an issuer", f"{_ADD}, or write 'public'", subject=subject,
            )  # fmt: skip


def _nothing_said(endpoint: str, count: int) -> str:
    """How many endpoints have no access, the first by its name."""
    others = "" if count == 1 else " and of one more endpoint" if count == 2 else f" and of {count - 1} more endpoints"
    return f"nothing is said of {endpoint!r}{others}"
