"""external-without-url: nobody says where an external service is."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint, ServiceOverride
from plano.language.places import Places
from plano.rules.findings import error, listed

CODE = "external-without-url"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """An external has a `url`, or one in every environment."""
    for name, service in blueprint.services.items():
        if service.kind != "external" or service.url is not None:
            continue
        without = [
            environment
            for environment, options in blueprint.environments.items()
            if options.services.get(name, ServiceOverride()).url is None
        ]
        if without:
            yield error(
                CODE, f"external {name!r} has no address in {listed(without)}", places.key(("services", name)),
                "'url' is missing", "add 'url: https://…' here, or under 'services' of each environment",
                subject=f"service {name}",
            )  # fmt: skip
