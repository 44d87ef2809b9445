"""Who calls, and who may: principals, access and the judgement of one by the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID, uuid5

from plano_kit.problems import Forbidden, Unauthorized

SERVICE_NAMESPACE = UUID("4fd14220-d39d-425a-819e-b812f5d8da81")
"""The UUIDv5 namespace of services' ids. Fixed for ever: rows may hold such an id."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or a service. A person's `id` is its account row's and its `name` the id as text;
    a service's `id` is the UUIDv5 of its name. `roles` are a person's alone."""

    id: UUID
    kind: Literal["user", "service"]
    name: str
    roles: frozenset[str] = frozenset()

    @classmethod
    def user(cls, id: UUID, roles: frozenset[str] = frozenset()) -> Principal:
        """The person whose account row has this id."""
        return cls(id, "user", str(id), roles)

    @classmethod
    def service(cls, name: str) -> Principal:
        """The service of that name, as the blueprint spells it."""
        return cls(uuid5(SERVICE_NAMESPACE, name), "service", name)


@dataclass(frozen=True, slots=True)
class Access:
    """One way to be let in; `role` is set for kind `role` alone."""

    kind: Literal["public", "user", "owner", "role", "service"]
    role: str = ""


PUBLIC = Access("public")
USER = Access("user")
OWNER = Access("owner")
SERVICE = Access("service")


def role(name: str) -> Access:
    """Access for a person who has exactly that role."""
    return Access("role", name)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the tokens of one request prove: the calling service, the person, both or neither.

    `token` is the person's own token, which goes along in `Plano-On-Behalf-Of` where the handler calls others.
    """

    service: Principal | None = None
    person: Principal | None = None
    token: str | None = field(default=None, repr=False)


ANONYMOUS = Identity()


@dataclass(frozen=True, slots=True)
class Grant:
    """The answer of `judge`. `principal` is None only for an anonymous call of a public endpoint.

    `owned` says that the principal may touch only rows whose owner field holds its id.
    """

    principal: Principal | None
    owned: bool


def judge(identity: Identity, access: tuple[Access, ...], callers: frozenset[str]) -> Grant:
    """Let the call in by the widest of `access` that holds for it.

    `service` judges the calling service, which must be one of `callers`; `user`, `owner` and `role` judge the
    person, also where a service calls on the person's behalf. The principal is the person where one of these holds,
    else the service. Raises Unauthorized where no token came, Forbidden where the tokens do not suffice.
    """
    kinds = {each.kind for each in access}
    person, service = identity.person, identity.service
    as_role = person is not None and any(each.kind == "role" and each.role in person.roles for each in access)
    as_person = as_role or (person is not None and ("user" in kinds or "owner" in kinds))
    as_service = service is not None and "service" in kinds and service.name in callers
    if not (as_person or as_service or "public" in kinds):
        if person is None and service is None:
            raise Unauthorized("this needs an access token")
        raise Forbidden("you may not do this")
    everything = "public" in kinds or "user" in kinds or as_role or as_service
    return Grant(person if as_person else (service if as_service else person or service), owned=not everything)
