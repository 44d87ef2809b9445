"""unknown-role: `role(…)` names a role that the issuer cannot give."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import unknown
from plano.rules.walk import guards, issuers

CODE = "unknown-role"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A role is `admin` or one of the issuer's `roles`. Without an issuer, or with two, another rule speaks."""
    found = issuers(blueprint)
    if len(found) != 1:
        return
    roles = blueprint.services[found[0]].roles
    known: list[tuple[str, Path]] = [(role, ("services", found[0], "roles", at)) for at, role in enumerate(roles)]
    known.append(("admin", ()))
    seen: set[tuple[Path, str]] = set()
    for guard in guards(blueprint, "role"):
        for access in guard.access or ():
            role = access.role
            if role is None or role == "admin" or role in roles or (guard.path, role) in seen:
                continue
            seen.add((guard.path, role))
            yield unknown(
                CODE, f"an endpoint of {guard.service!r} is for a role that does not exist",
                places.within(guard.path, role), f"the issuer {found[0]!r} gives no such role", role, known, places,
                decides=True, otherwise=f"add it to 'roles' of {found[0]!r}", subject=f"service {guard.service}",
            )  # fmt: skip
