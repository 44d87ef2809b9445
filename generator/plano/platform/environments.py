"""Environments: what each service is in each, and the names that are derived for it."""

from __future__ import annotations

from plano.language.blueprint import Blueprint, EnvironmentDecl, ServiceDecl, ServiceOverride
from plano.platform.model import Deployment, Environment, Platform, Scale, Service
from plano.platform.names import database_role
from plano.platform.systems import systems

LOCAL = "local"
CPU = "100m"
MEMORY = "256Mi"
CPU_TARGET = 70  # percent
_REPLICAS_LAST = 2
_NONE = Scale(0, 0, None)
_NOTHING_ELSE = ServiceOverride()


def environments(blueprint: Blueprint) -> tuple[Environment, ...]:
    """Every environment, in promotion order."""
    last = list(blueprint.environments)[-1]
    return tuple(
        _environment(name, decl, blueprint, last=name == last) for name, decl in blueprint.environments.items()
    )


def local_environment(platform: Platform, name: str = LOCAL) -> Environment:
    """An environment on one machine: one of everything, defaults where environments differ.

    Its names are derived like those of any other, so that several can stand side by side.
    """
    return Environment(
        name=name,
        namespace=f"{platform.name}-{name}",
        domain="localhost",
        public=False,
        deployments=tuple(_local(service, name) for service in platform.services),
    )


def _environment(name: str, decl: EnvironmentDecl, blueprint: Blueprint, *, last: bool) -> Environment:
    platform = blueprint.platform
    return Environment(
        name=name,
        namespace=f"{platform.name}-{name}",
        domain=decl.domain or (platform.domain if last else f"{name}.{platform.domain}"),
        public=last if decl.public is None else decl.public,
        deployments=tuple(
            _deployment(service, each, decl.services.get(service, _NOTHING_ELSE), name, platform.name, last=last)
            for service, each in blueprint.services.items()
        ),
        systems=systems(decl.systems.model_dump(mode="json", exclude_unset=True, exclude_none=True)),
    )


def _deployment(
    service: str, decl: ServiceDecl, override: ServiceOverride, environment: str, platform: str, *, last: bool
) -> Deployment:
    # One pod at a time mounts a block volume, so a second replica would wait for it for ever.
    alone = any(volume.kind == "block" for volume in decl.volumes.values())
    default = _REPLICAS_LAST if last and not alone else 1
    target = override.scale.cpu_target or decl.scale.cpu_target or CPU_TARGET
    least, most = override.scale.min or decl.scale.min, override.scale.max or decl.scale.max
    runs = decl.kind != "external"
    config = {name: each.default for name, each in decl.config.items() if not each.secret} | override.config
    role = database_role(platform, environment, decl.was or service) if decl.database else ""
    return Deployment(
        service=service,
        scale=_between(least, most, default, target) if runs else _NONE,
        consumers=_consumers(decl, override),
        cpu=(override.resources.cpu or decl.resources.cpu or CPU) if runs else "",
        memory=(override.resources.memory or decl.resources.memory or MEMORY) if runs else "",
        config=tuple(config.items()),
        url=override.url or decl.url or "",
        database=role,
        owner_role=f"{role}_owner" if role else "",
    )


def _consumers(decl: ServiceDecl, override: ServiceOverride) -> Scale:
    if not decl.consumes:
        return _NONE
    return _between(override.consumers.min or decl.consumers.min, override.consumers.max or decl.consumers.max, 1, None)


def _between(fewest: int | None, most: int | None, default: int, target: int | None) -> Scale:
    """From `fewest` to `most`; one that is not written gives way to the one that is, and `default` to both.

    There is a `target` only where they differ.
    """
    low = fewest or min(default, most or default)
    high = max(low, most or low)
    return Scale(low, high, target if high > low else None)


def _local(service: Service, environment: str) -> Deployment:
    runs = service.kind != "external"
    role = database_role(service.platform, environment, service.kept) if service.database else ""
    one = Scale(1, 1, None)
    return Deployment(
        service=service.name,
        scale=one if runs else _NONE,
        consumers=one if service.consumes else _NONE,
        cpu=CPU if runs else "",
        memory=MEMORY if runs else "",
        config=tuple((each.field.name, each.field.default) for each in service.config if not each.secret),
        url=service.url,
        database=role,
        owner_role=f"{role}_owner" if role else "",
    )
