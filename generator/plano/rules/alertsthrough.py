"""alerts-through-not-smtp and alerts-without-through: mails about alarms that nobody carries."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "alerts-through-not-smtp"
WITHOUT = "alerts-without-through"
_CARRYING = ("smtp", "smtps")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """`alerts.email` needs `through`, and that is an external whose address is one of mail, in every environment."""
    alerts = blueprint.alerts
    if alerts is None:
        return
    if alerts.through is None:
        if alerts.email is not None:
            carriers = [name for name in blueprint.services if any(_carries(url) for _, url in _urls(blueprint, name))]
            name = carriers[0] if carriers else "mail"
            declare = "" if carriers else f", and declare '{name}: {{kind: external, url: \"smtp://…\"}}'"
            yield error(
                WITHOUT, "alerts are sent by mail, and nobody carries it", places.key(("alerts", "email")),
                "'through' is missing", f"add 'through: {name}'{declare}", subject="alerts",
            )  # fmt: skip
        return
    service = blueprint.services.get(alerts.through)
    if service is None:
        return
    wrong: Path | None = None
    why = ""
    if service.kind != "external":
        wrong, why = ("services", alerts.through, "kind"), f"of kind {service.kind!r}"
    else:
        for path, url in _urls(blueprint, alerts.through):
            if not _carries(url):
                wrong, why = path, f"speaks {urlsplit(url).scheme}"
                break
    if wrong is not None:
        yield error(
            CODE, f"alerts are sent through {alerts.through!r}, which does not carry mail",
            places.value(("alerts", "through")), "",
            "name an external whose 'url' begins with 'smtp://'", (Related(why, places.value(wrong)),), "alerts",
        )  # fmt: skip


def _urls(blueprint: Blueprint, name: str) -> Iterator[tuple[Path, str]]:
    """Every address that an external has, and where it is written."""
    url = blueprint.services[name].url
    if url is not None:
        yield ("services", name, "url"), url
    for environment, options in blueprint.environments.items():
        override = options.services.get(name)
        if override is not None and override.url is not None:
            yield ("environments", environment, "services", name, "url"), override.url


def _carries(url: str) -> bool:
    return urlsplit(url).scheme in _CARRYING
