"""The emitters that there are: adding one is a package and one line here, or an entry point `plano.emitters`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from plano.emitters.base import Emitter

_OURS = (
    "plano.emitters.kit",
    "plano.emitters.fastapi",
    "plano.emitters.contracts",
    "plano.emitters.namespaces.emitter",
    "plano.emitters.kafka",
    "plano.emitters.chart",
    "plano.emitters.argocd",
    "plano.emitters.jenkins",
    "plano.emitters.catalogue",
)

# What a blueprint may declare whose files are written; every other kind and system gets one note, `not-emitted`.
EMITTED_KINDS = frozenset({"fastapi", "container", "external"})
EMITTED_SYSTEMS = frozenset({"argocd", "kafka"})

# Of these systems something is written; what is not yet is named in their note.
PARTLY_EMITTED = {"jenkins": "its own configuration", "kubernetes": "the inventory of its nodes"}


@cache
def emitters() -> tuple[Emitter, ...]:
    """Plano's own emitters in their order, then those of other packages by name."""
    ours = tuple(import_module(name).EMITTER for name in _OURS)
    others = sorted(entry_points(group="plano.emitters"), key=lambda point: point.name)
    return (*ours, *(point.load() for point in others))


def emitted_kinds() -> frozenset[str]:
    """Kinds of service that some emitter writes files for; `external` needs none."""
    return EMITTED_KINDS


def emitted_systems() -> frozenset[str]:
    """Systems that some emitter writes files for."""
    return EMITTED_SYSTEMS


def partly_emitted() -> dict[str, str]:
    """Systems of which something is written, each with what is not yet."""
    return PARTLY_EMITTED
