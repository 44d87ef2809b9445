"""Where a platform runs: environments, hosts, systems, and the routes that lead in."""

from __future__ import annotations

from dataclasses import dataclass

Constant = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Scale:
    minimum: int
    maximum: int
    cpu_target: int | None  # percent


@dataclass(frozen=True, slots=True)
class Deployment:
    """A service in one environment: what may differ there, and the names that are derived for it."""

    service: str
    scale: Scale
    consumers: Scale
    cpu: str
    memory: str
    config: tuple[tuple[str, Constant], ...]
    url: str
    database: str  # database and running role: `tienda_staging_orders`; empty without one
    owner_role: str


@dataclass(frozen=True, slots=True)
class System:
    """A system of the platform with its options as written, defaults filled in, sorted by name."""

    name: str
    options: tuple[tuple[str, str], ...]  # values as canonical JSON, so that the graph stays hashable


@dataclass(frozen=True, slots=True)
class Environment:
    """`namespace` is `<platform>-<environment>`; tokens' `iss` and `aud` are the same text.

    `systems` are what it says of systems of which each environment has one, and nothing that it does not say.
    """

    name: str
    namespace: str
    domain: str
    public: bool
    deployments: tuple[Deployment, ...]
    systems: tuple[System, ...] = ()


@dataclass(frozen=True, slots=True)
class Host:
    name: str
    address: str
    public: str
    roles: tuple[str, ...]
    cpu: int | None
    memory: str
    disk: str


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    name: str
    host: str
    address: str
    version: int


@dataclass(frozen=True, slots=True)
class Route:
    """A public path prefix. `strip` is removed before the service sees the path; `rate` is requests a second."""

    path: str
    service: str
    strip: str
    rate: float | None
    availability: float | None
    latency: tuple[tuple[str, float], ...]  # percentile → seconds
