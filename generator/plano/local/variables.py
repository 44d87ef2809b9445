"""What each process of a service is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plano.local.databases import Account
from plano.local.keys import Keys
from plano.local.revisions import python_path
from plano.platform.model import Call, Environment, Platform, Service


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one local environment is.

    `server` and `kafka` are HOST:PORT, `mail` is the catcher's port, `apis` maps services to their API's port.
    """

    root: Path
    platform: Platform
    environment: Environment
    keys: Keys
    server: str
    kafka: str
    mail: int
    apis: Mapping[str, int]


def secret_names(platform: Platform) -> list[str]:
    """What needs a secret of its own: databases, their owners, clients, and settings that are secret."""
    found: list[str] = []
    for service in platform.services:
        if service.database:
            found += [f"database {service.name}", f"owner {service.name}"]
        if service.kind == "fastapi":
            found.append(f"client {service.name}")
        found += [f"config {service.name} {each.field.name}" for each in service.config if each.secret]
    return found


def account(place: Place, service: Service) -> Account:
    """The service's database in this environment."""
    deployment = next(each for each in place.environment.deployments if each.service == service.name)
    held = place.keys.named
    return Account(
        database=deployment.database,
        role=deployment.database,
        password=held[f"database {service.name}"],
        owner=deployment.owner_role,
        owner_password=held[f"owner {service.name}"],
    )


def variables(place: Place, service: Service, management: int) -> dict[str, str]:
    """The variables of a process of `service` whose management port is that one."""
    found = {
        "PYTHONPATH": python_path(place.root, service),
        "PLANO_ENVIRONMENT": place.environment.name,
        "PLANO_HOST": "127.0.0.1",
        "PLANO_PORT": str(place.apis[service.name]),
        "PLANO_MANAGEMENT_PORT": str(management),
        "PLANO_KAFKA_BOOTSTRAP": place.kafka,
        "PLANO_CLIENT_SECRET": place.keys.named[f"client {service.name}"],
        "PLANO_COOKIE_SECURE": "false",
        "PLANO_SHUTDOWN_SECONDS": "10",
        "PLANO_SESSION_TIMEOUT": "10",  # a process that was killed leaves its partitions to others so much later
    }
    if service.database:
        found["PLANO_DATABASE_URL"] = account(place, service).url(place.server)
    if service.trusts:
        found["PLANO_ISSUER_URL"] = f"http://127.0.0.1:{place.apis[service.trusts]}"
    if service.issuer:
        found["PLANO_SIGNING_KEYS"] = place.keys.signing
        found["PLANO_CLIENTS"] = place.keys.clients(
            each.name for each in place.platform.services if each.kind == "fastapi"
        )
    for call in service.calls:
        found[f"PLANO_URL_{_upper(call.service)}"] = _url(place, call)
    deployment = next(each for each in place.environment.deployments if each.service == service.name)
    for name, value in deployment.config:
        if value is not None:
            found[f"PLANO_CONFIG_{name.upper()}"] = str(value)
    for setting in service.config:
        if setting.secret:
            name = setting.field.name
            found[f"PLANO_CONFIG_{name.upper()}"] = place.keys.named[f"config {service.name} {name}"]
    return found


def _url(place: Place, call: Call) -> str:
    if call.kind == "smtp":
        return f"smtp://127.0.0.1:{place.mail}"
    return call.url if call.kind == "http" else f"http://127.0.0.1:{place.apis.get(call.service, 0)}"


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")
