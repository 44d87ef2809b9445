"""Read, validate, check, resolve, check, emit, tree: the whole way from a blueprint to files in memory.

Each step is a pure function of the one before; a step runs only where no earlier one found an error.
Nothing here writes, and the disk is read for the blueprint and the templates alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from plano.collection import no_collection
from plano.diagnostics.model import Diagnostic, Severity
from plano.language.blueprint import Blueprint
from plano.language.load import Loaded, load, load_file
from plano.output.tree import Tree
from plano.platform.model import Platform

if TYPE_CHECKING:
    from plano.emitters.base import FileSpec

BLUEPRINT = "blueprint.yaml"
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Checked:
    """A blueprint and the platform that it describes; each is None where an error stands before it."""

    blueprint: Blueprint | None
    platform: Platform | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A platform and all its files; each is None where an error stands before it."""

    platform: Platform | None
    tree: Tree | None
    diagnostics: tuple[Diagnostic, ...]


def check_root(root: Path) -> Checked:
    """The platform of the blueprint in the folder `root`, as of today."""
    return check_loaded(load_file(root / BLUEPRINT, BLUEPRINT), datetime.datetime.now(datetime.UTC).date())


def check_text(text: str, today: datetime.date = datetime.date.min) -> Checked:
    """The platform of a blueprint given as text; by default no exception in it has run out."""
    return check_loaded(load(text, BLUEPRINT), today)


def check_loaded(loaded: Loaded, today: datetime.date) -> Checked:
    """Check, resolve, check."""
    from plano.emitters.registry import emitted_kinds, emitted_systems, partly_emitted
    from plano.platform.resolve import resolve
    from plano.rules import accepting, check_blueprint, check_platform, not_emitted

    blueprint = loaded.blueprint
    if blueprint is None:
        return Checked(None, None, loaded.diagnostics)
    places = loaded.places
    platform = None
    found = [*loaded.diagnostics, *check_blueprint(blueprint, places)]
    if not has_errors(found):
        platform = resolve(blueprint)
        found += check_platform(platform, places)
    found = accepting(found, blueprint, places, today)
    if not has_errors(found):
        found += not_emitted(blueprint, places, emitted_kinds(), emitted_systems(), partly_emitted())
    return Checked(blueprint, None if has_errors(found) else platform, tuple(found))


def build_root(root: Path, rendered: Mapping[str, str] = _NOTHING) -> Built:
    """Every file of the blueprint in the folder `root`; `rendered` is as in `files_of`."""
    with no_collection():
        return build(check_root(root), rendered)


def build(checked: Checked, rendered: Mapping[str, str] = _NOTHING) -> Built:
    """Every file of a platform that was checked."""
    if checked.platform is None:
        return Built(None, None, checked.diagnostics)
    tree, clashes = files_of(checked.platform, rendered)
    found = (*checked.diagnostics, *clashes)
    return Built(checked.platform, None if has_errors(found) else tree, found)


def files_of(platform: Platform, rendered: Mapping[str, str] = _NOTHING) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Emit and plant: the tree of a platform, and an error for each two files in one place.

    `rendered` gives the fingerprints of files by their keys; such a file is rendered only where its bytes are needed.
    """
    from plano.emitters.keys import Keys
    from plano.emitters.registry import emitters
    from plano.emitters.render import render
    from plano.output.tree import File, plant

    keys, made = Keys(), dict[str, bytes]()

    def file(spec: FileSpec) -> File:
        key = keys.of(spec)
        known = rendered.get(key, "")
        if known:
            source: bytes | Callable[[], bytes] = partial(render, spec)
        elif key:
            source = made[key] = made.get(key) or render(spec)
        else:
            source = render(spec)
        return File(spec.path, source, spec.subject.folder, spec.emitter, spec.once, key, known)

    return plant(file(spec) for emitter in emitters() for spec in emitter.files(platform))


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any finding is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
