"""override-of-nothing: a key that changes what the service or the system does not have."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import KEYS, Blueprint, ServiceDecl
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "override-of-nothing"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """An environment changes only keys that the service's kind has, `consumers` only where something is consumed, and
    Kafka only where it is named. The service's own `consumers` are judged alike; `config` is unknown-setting's.
    """
    for name, service in blueprint.services.items():
        if service.consumers.model_fields_set and not service.consumes:
            yield _found(name, "consumers", "it consumes nothing", ("services", name), places, f"service {name}")
    for environment, options in blueprint.environments.items():
        subject = f"environment {environment}"
        for name, override in options.services.items():
            at: Path = ("environments", environment, "services", name)
            for key in sorted(override.model_fields_set - {"config"}):
                why = _why(key, blueprint.services.get(name))
                if why:
                    yield _found(name, key, why, at, places, subject)
        if options.systems.kafka is not None and blueprint.systems.kafka is None:
            yield error(
                CODE, f"environment {environment!r} changes 'kafka', which is not named",
                places.key(("environments", environment, "systems", "kafka")), "",
                "add 'kafka: {}' to 'systems', or remove this", subject=subject,
            )  # fmt: skip


def _why(key: str, service: ServiceDecl | None) -> str:
    """Why a key has nothing to change; nothing where it has, or where the service does not exist."""
    if service is None:
        return ""
    if key not in KEYS[service.kind]:
        return "it runs elsewhere" if service.kind == "external" else f"a {service.kind} service has no {key!r}"
    return "it consumes nothing" if key == "consumers" and not service.consumes else ""


def _found(name: str, key: str, why: str, at: Path, places: Places, subject: str) -> Diagnostic:
    where = f" in environment {at[1]!r}" if at[0] == "environments" else ""
    related = (Related("the service", places.key(("services", name))),) if where else ()
    return error(
        CODE, f"{key!r} of {name!r}{where} has no effect", places.key((*at, key)), why, f"remove {key!r}", related,
        subject,
    )  # fmt: skip
