"""Who may call what: kinds of callers, and what the blueprint says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plano_kit.testing.stand import Endpoint

NOBODY_S_ROLE = "a-role-of-nobody"
STRANGER = "a-service-that-calls-nothing"

Outcome = Literal["let in", 401, 403]


@dataclass(frozen=True, slots=True)
class Caller:
    """`roles` are of a person, None where there is none; `service` is the one that calls, for the person if any."""

    name: str
    roles: frozenset[str] | None = None
    service: str | None = None


def callers(endpoint: Endpoint, known: frozenset[str]) -> Iterator[Caller]:
    """Every kind of caller that matters to an endpoint; `known` are the services that may call this one."""
    yield Caller("nobody")
    yield Caller("a person", frozenset())
    yield Caller("a person with another role", frozenset({NOBODY_S_ROLE}))
    for role in roles(endpoint):
        yield Caller(f"a person with the role {role}", frozenset({role}))
    yield Caller("a service that does not call this one", service=STRANGER)
    yield Caller("such a service for a person", frozenset(), STRANGER)
    for service in sorted(known)[:1]:
        yield Caller(f"the service {service}", service=service)
        yield Caller(f"the service {service} for a person", frozenset(), service)


def roles(endpoint: Endpoint) -> list[str]:
    """The roles that an endpoint's access names."""
    return [each[len("role(") : -1] for each in endpoint.access if each.startswith("role(")]


def expected(endpoint: Endpoint, caller: Caller, known: frozenset[str]) -> Outcome:
    """What the language says of `access`: any of those listed suffices."""
    open_to_all = "public" in endpoint.access
    person = caller.roles is not None and bool({"user", "owner"} & set(endpoint.access))
    role = caller.roles is not None and not caller.roles.isdisjoint(roles(endpoint))
    service = "service" in endpoint.access and caller.service in known
    if open_to_all or person or role or service:
        return "let in"
    return 401 if caller.roles is None and caller.service is None else 403


def suitable(endpoint: Endpoint, known: frozenset[str]) -> Caller | None:
    """Someone who may call the endpoint; None where nobody can. The owner of rows comes first."""
    order = sorted(callers(endpoint, known), key=lambda caller: caller.name != "a person")
    return next((each for each in order if expected(endpoint, each, known) == "let in"), None)
