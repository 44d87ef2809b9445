"""system-missing: what is named needs a system that is not."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "system-missing"

_NEEDS = {
    "traefik": ("kubernetes",), "certificates": ("kubernetes", "cloudflare"), "nginx": ("kubernetes", "traefik"),
    "longhorn": ("kubernetes",), "nfs": ("kubernetes",), "elk": ("kubernetes",), "prometheus": ("kubernetes",),
    "grafana": ("prometheus",), "argocd": ("kubernetes",), "jenkins": ("kubernetes",),
}  # fmt: skip
_WHY = {
    "kubernetes": "it runs there",
    "cloudflare": "certificates are proved by a record in the zone",
    "traefik": "Nginx stands behind it",
    "prometheus": "dashboards show what it measures",
}
_VOLUMES = {"shared": "nfs", "block": "longhorn"}


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """What systems need of one another, and what topics and volumes need of them."""
    systems = blueprint.systems.named()

    def missing(said: str, path: Path, needed: str, why: str, subject: str) -> Diagnostic:
        help = f"add '{needed}: {{}}' to 'systems'"
        return error(CODE, f"{said} {needed!r}, which is not named", places.key(path), why, help, subject=subject)

    for name in systems:
        for needed in _NEEDS.get(name, ()):
            if needed not in systems:
                yield missing(f"system {name!r} needs", ("systems", name), needed, _WHY[needed], f"system {name}")
    kafka = blueprint.systems.kafka
    if kafka is None and blueprint.topics:
        first = next(iter(blueprint.topics))
        yield missing("topics need", ("topics", first), "kafka", "kept there", f"topic {first}")
    if kafka is not None and "kubernetes" not in systems and not _elsewhere(blueprint):
        why = "it runs there, where no 'bootstrap' says that it exists already"
        yield missing("system 'kafka' needs", ("systems", "kafka"), "kubernetes", why, "system kafka")
    for service_name, service in blueprint.services.items():
        for volume_name, volume in service.volumes.items():
            needed = _VOLUMES[volume.kind]
            if needed not in systems:
                path: Path = ("services", service_name, "volumes", volume_name)
                why = f"{volume.kind} volumes are kept there"
                yield missing(f"the volume {volume_name!r} needs", path, needed, why, f"service {service_name}")


def _elsewhere(blueprint: Blueprint) -> bool:
    """Whether a Kafka already exists for every environment."""
    kafka = blueprint.systems.kafka
    if kafka is not None and kafka.bootstrap:
        return True
    overrides = [options.systems.kafka for options in blueprint.environments.values()]
    return all(override is not None and override.bootstrap for override in overrides)
