"""unknown-setting: an environment sets what the service has no setting for."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error, unknown

CODE = "unknown-setting"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Every key of an environment's `config` must be a setting of that service, and not a secret."""
    for environment, options in blueprint.environments.items():
        for name, override in options.services.items():
            service = blueprint.services.get(name)
            if service is None:
                continue
            known: list[tuple[str, Path]] = [(key, ("services", name, "config", key)) for key in service.config]
            for key in override.config:
                span = places.key(("environments", environment, "services", name, "config", key))
                if key not in service.config:
                    yield unknown(
                        CODE, f"environment {environment!r} sets what service {name!r} has no setting for", span,
                        "no setting has this name", key, known, places,
                        otherwise=f"declare it under 'config' of {name!r}", subject=f"environment {environment}",
                    )  # fmt: skip
                elif service.config[key].secret:
                    yield error(
                        "secret-in-the-clear", f"{key!r} of {name!r} is a secret, and is written here in the clear",
                        span, "", "remove it: secrets come from the secret store", subject=f"environment {environment}",
                    )  # fmt: skip
