"""Which secret variables each process of a service reads: the keys of its Kubernetes Secret, in the kit's names."""

from __future__ import annotations

from plano.platform.model import Service


def running(service: Service) -> tuple[str, ...]:
    """What the API, the consumers, the relay and the jobs read."""
    found: list[str] = []
    if service.database:
        found.append("PLANO_DATABASE_URL")
    if service.kind == "fastapi":
        found.append("PLANO_CLIENT_SECRET")
    if service.issuer:
        found += ["PLANO_CLIENTS", "PLANO_SIGNING_KEYS"]
    for call in service.calls:
        if call.kind == "smtp":
            found += [f"PLANO_PASSWORD_{upper(call.service)}", f"PLANO_USER_{upper(call.service)}"]
    return (*sorted(found), *_settings(service))


def migrating(service: Service) -> tuple[str, ...]:
    """What the migration reads: the owner's way into the database alone."""
    return ("PLANO_OWNER_DATABASE_URL",) if service.kind == "fastapi" and service.database else ()


def messaging(service: Service, *, existing: bool) -> tuple[str, ...]:
    """What a process that talks to a Kafka that is already there reads; Strimzi keeps its users' secrets itself."""
    talks = bool(service.publishes or service.consumes)
    return ("PLANO_KAFKA_PASSWORD", "PLANO_KAFKA_USER") if talks and existing else ()


def upper(name: str) -> str:
    """A service's or setting's name as a part of a variable's name."""
    return name.upper().replace("-", "_")


def _settings(service: Service) -> tuple[str, ...]:
    return tuple(sorted(f"PLANO_CONFIG_{upper(each.field.name)}" for each in service.config if each.secret))
