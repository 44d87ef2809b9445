"""min-above-max: fewer at most than at least."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint, ConsumersDecl, RetryDecl, ScaleDecl
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "min-above-max"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """`scale` and `consumers` in services and environments, and the waits of `retry`."""
    for name, service in blueprint.services.items():
        at: Path = ("services", name)
        yield from _bounds(service.scale, (*at, "scale"), places, f"service {name}")
        yield from _bounds(service.consumers, (*at, "consumers"), places, f"service {name}")
        for topic, options in service.consumes.items():
            yield from _waits(options.retry, (*at, "consumes", topic, "retry"), places, f"service {name}")
    for environment, overrides in blueprint.environments.items():
        for name, override in overrides.services.items():
            at = ("environments", environment, "services", name)
            yield from _bounds(override.scale, (*at, "scale"), places, f"environment {environment}")
            yield from _bounds(override.consumers, (*at, "consumers"), places, f"environment {environment}")


def _bounds(bounds: ScaleDecl | ConsumersDecl, path: Path, places: Places, subject: str) -> Iterator[Diagnostic]:
    if bounds.min is not None and bounds.max is not None and bounds.min > bounds.max:
        yield error(
            CODE, f"{path[-1]!r} has at least {bounds.min} and at most {bounds.max}", places.value((*path, "max")), "",
            "raise 'max' or lower 'min'", (Related("the least", places.value((*path, "min"))),), subject,
        )  # fmt: skip


def _waits(retry: RetryDecl, path: Path, places: Places, subject: str) -> Iterator[Diagnostic]:
    if retry.first > retry.max:
        key = "max" if places.has((*path, "max")) else "first"
        yield error(
            CODE, "the first wait is longer than the longest", places.value((*path, key)), "",
            "raise 'max' or lower 'first'", subject=subject,
        )  # fmt: skip
