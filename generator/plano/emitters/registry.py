"""The emitters that there are: adding one is a package and one line here, or an entry point `plano.emitters`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from plano.diagnostics.model import Diagnostic
from plano.emitters.base import Emitter
from plano.plugins.discovery import installed_emitters
from plano.plugins.emission import Plugged

MODULES = (
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

# Keys of which something is not written yet, wherever they are set, and what that is; `*` is any name.
PARTLY_EMITTED = {
    "platform.languages": "what a page says in each language",
    "networks": "the inventory of machines",
    "hosts": "the inventory of machines",
    "systems.jenkins": "its own configuration",
    "systems.kubernetes": "the inventory of its nodes",
    "backups": "the copying of data",
    "alerts": "the sending of alerts",
    "routes.*.rate_limit": "a limit of requests",
    "routes.*.slo": "a watch over an objective",
}


@dataclass(frozen=True, slots=True)
class Installed:
    """The emitters that other packages bring, by name, and an error for each that does not count."""

    emitters: tuple[Plugged, ...]
    diagnostics: tuple[Diagnostic, ...]


def emitters() -> tuple[Emitter | Plugged, ...]:
    """Plano's own emitters in their order, then those of other packages by name. None of the latter raises."""
    return (*ours(), *plugged().emitters)


@cache
def ours() -> tuple[Emitter, ...]:
    """Plano's own emitters in their order."""
    return tuple(import_module(name).EMITTER for name in MODULES)


@cache
def plugged() -> Installed:
    """What the entry points `plano.emitters` bring; docs/plugins.md says how."""
    found = installed_emitters(emitter.name for emitter in ours())
    return Installed(tuple(Plugged(package, plugin) for package, plugin in found.emitters), found.diagnostics)


def emitted_kinds() -> frozenset[str]:
    """Kinds of service that some emitter writes files for; `external` needs none."""
    return EMITTED_KINDS.union(*(each.plugin.kinds for each in plugged().emitters))


def emitted_systems() -> frozenset[str]:
    """Systems that some emitter writes files for."""
    return EMITTED_SYSTEMS.union(*(each.plugin.systems for each in plugged().emitters))


def partly_emitted() -> dict[str, str]:
    """Keys of which something is not written yet, each with what that is."""
    return PARTLY_EMITTED
