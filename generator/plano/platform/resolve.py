"""From a blueprint that was checked to the platform that it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plano.language.blueprint import Blueprint, RouteDecl
from plano.platform.environments import environments
from plano.platform.fields import FieldPool
from plano.platform.model import DatabaseServer, Host, Platform, Route, ValueType
from plano.platform.services import services
from plano.platform.systems import systems
from plano.platform.topics import topics

if TYPE_CHECKING:
    from plano.externals.model import Apis

_POSTGRESQL_PORT = 5432
_API = "/api"


def resolve(blueprint: Blueprint, apis: Apis = ()) -> Platform:
    """The platform of `blueprint`, which has passed the rules: a reference to nothing is a KeyError, a bug of ours.

    `apis` are what was read of the OpenAPI files that it names; an external without one is called by plain HTTP.
    """
    pool = FieldPool()
    types = {name: ValueType(name, pool.fields(body.fields)) for name, body in blueprint.types.items()}
    known = topics(blueprint, types, pool)
    about = blueprint.platform
    return Platform(
        name=about.name,
        description=about.description,
        domain=about.domain,
        registry=about.registry,
        repository=about.repository,
        contact=about.contact or "",
        languages=about.languages,
        environments=environments(blueprint),
        hosts=_hosts(blueprint),
        systems=systems(
            {name: decl.model_dump(mode="json", exclude_none=True) for name, decl in blueprint.systems.named().items()}
        ),
        databases=_databases(blueprint),
        types=tuple(types.values()),
        topics=tuple(known.values()),
        services=services(blueprint, types, known, pool, apis),
        routes=tuple(_route(path, decl, blueprint) for path, decl in blueprint.routes.items()),
        ejected=about.ejected,
    )


def _hosts(blueprint: Blueprint) -> tuple[Host, ...]:
    return tuple(
        Host(name, decl.address, decl.public or "", decl.roles, decl.cpu, decl.memory or "", decl.disk or "")
        for name, decl in blueprint.hosts.items()
    )


def _databases(blueprint: Blueprint) -> tuple[DatabaseServer, ...]:
    return tuple(
        DatabaseServer(name, decl.host or "", decl.address or _address_of(decl.host, blueprint), decl.version)
        for name, decl in blueprint.databases.items()
    )


def _address_of(host: str | None, blueprint: Blueprint) -> str:
    if host is None:
        return ""
    address = blueprint.hosts[host].address
    return f"[{address}]:{_POSTGRESQL_PORT}" if ":" in address else f"{address}:{_POSTGRESQL_PORT}"


def _route(path: str, decl: RouteDecl, blueprint: Blueprint) -> Route:
    api = blueprint.services[decl.service].kind == "fastapi" and f"{path}/".startswith(f"{_API}/")
    slo = decl.slo
    return Route(
        path=path,
        service=decl.service,
        strip=decl.strip if decl.strip is not None else _API if api else "",
        rate=decl.rate_limit,
        availability=slo.availability if slo else None,
        latency=tuple(slo.latency.items()) if slo else (),
    )
