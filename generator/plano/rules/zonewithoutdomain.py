"""zone-without-domain: a domain of which the Cloudflare zone can say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "zone-without-domain"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """The zone is the platform's domain or one above it, and of every environment's own domain too.

    Where it does not hold the platform's, nothing is said of the environments': the zone is what is wrong.
    """
    cloudflare = blueprint.systems.cloudflare
    if cloudflare is None:
        return
    zone, domain = cloudflare.zone, blueprint.platform.domain
    at = places.value(("systems", "cloudflare", "zone"))
    if not _holds(zone, domain):
        yield error(
            CODE, f"the zone {zone!r} does not hold the platform's domain {domain!r}", at,
            "no name of the platform could be made here", f"name the zone that does, such as {_above(domain)!r}",
            (Related("the platform's domain", places.value(("platform", "domain"))),), "system cloudflare",
        )  # fmt: skip
        return
    for name, options in blueprint.environments.items():
        if options.domain is not None and not _holds(zone, options.domain):
            yield error(
                CODE, f"the zone {zone!r} does not hold the domain of environment {name!r}",
                places.value(("environments", name, "domain")), f"neither {zone!r} nor below it",
                f"choose one below the zone, such as '{name}.{domain}'", (Related("the zone", at),),
                f"environment {name}",
            )  # fmt: skip


def _holds(zone: str, domain: str) -> bool:
    return domain == zone or domain.endswith(f".{zone}")


def _above(domain: str) -> str:
    """The domain itself where it has two labels, else the last two, which is what is most often registered."""
    return ".".join(domain.split(".")[-2:])
