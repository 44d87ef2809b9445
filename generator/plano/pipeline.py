"""Read, validate, check, resolve, check, emit, tree: the whole way from a blueprint to files in memory.

Each step is a pure function of the one before; a step runs only where no earlier one found an error.
Nothing here writes, and the disk is read for the blueprint and the templates alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.collection import no_collection
from plano.diagnostics.model import Diagnostic, Severity
from plano.language.blueprint import Blueprint
from plano.language.load import Loaded, load, load_file
from plano.output.tree import Tree
from plano.platform.model import Platform

BLUEPRINT = "blueprint.yaml"


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


def build_root(root: Path) -> Built:
    """Every file of the blueprint in the folder `root`."""
    with no_collection():
        return build(check_root(root))


def build(checked: Checked) -> Built:
    """Every file of a platform that was checked."""
    if checked.platform is None:
        return Built(None, None, checked.diagnostics)
    tree, clashes = files_of(checked.platform)
    found = (*checked.diagnostics, *clashes)
    return Built(checked.platform, None if has_errors(found) else tree, found)


def files_of(platform: Platform) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Emit and plant: the tree of a platform, and an error for each two files in one place."""
    from plano.emitters.registry import emitters
    from plano.emitters.render import render_all
    from plano.output.tree import File, plant

    specs = tuple(spec for emitter in emitters() for spec in emitter.files(platform))

    def files() -> Iterator[File]:
        for spec, content in zip(specs, render_all(specs), strict=True):
            yield File(spec.path, content, spec.subject.folder, spec.emitter, spec.once)

    return plant(files())


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any finding is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
