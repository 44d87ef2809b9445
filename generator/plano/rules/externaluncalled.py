"""external-uncalled: a service elsewhere that nobody here needs."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import warning

CODE = "external-uncalled"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A service calls each external, a route leads to it, or alerts go through it.

    Nothing is said where a name is used that no service has: it might have meant the external; nor of one that is
    nowhere yet.
    """
    used = {called for service in blueprint.services.values() for called in service.calls}
    used |= {route.service for route in blueprint.routes.values()}
    if blueprint.alerts is not None and blueprint.alerts.through is not None:
        used.add(blueprint.alerts.through)
    if not used <= blueprint.services.keys():
        return
    for name, service in blueprint.services.items():
        if service.kind == "external" and name not in used and _somewhere(blueprint, name):
            yield warning(
                CODE, f"nobody calls the external {name!r}", places.key(("services", name)), "",
                "add it to 'calls' of a service, or remove it", subject=f"service {name}",
            )  # fmt: skip


def _somewhere(blueprint: Blueprint, name: str) -> bool:
    """Whether an external has an address in every environment."""
    overrides = [options.services.get(name) for options in blueprint.environments.values()]
    everywhere = all(override is not None and override.url is not None for override in overrides)
    return blueprint.services[name].url is not None or everywhere
