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
from plano.output.tree import File, Tree
from plano.overriding.model import NONE, Overrides
from plano.overriding.reading import NOTHING_READ, Reading
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
    from plano.overriding.judging import read

    with no_collection():
        return build(check_root(root), rendered, read(root))


def build(checked: Checked, rendered: Mapping[str, str] = _NOTHING, reading: Reading = NOTHING_READ) -> Built:
    """Every file of a platform that was checked, with the overrides that were read for it."""
    found = (*checked.diagnostics, *reading.diagnostics)
    if checked.platform is None or has_errors(found):
        return Built(None, None, found)
    if checked.platform.ejected:
        return Built(checked.platform, Tree({}), found)
    tree, wrong = files_of(checked.platform, rendered, reading.overrides)
    found = (*found, *wrong)
    return Built(checked.platform, None if has_errors(found) else tree, found)


def files_of(
    platform: Platform, rendered: Mapping[str, str] = _NOTHING, overrides: Overrides = NONE
) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Emit and plant: the tree of a platform, and an error for each two files in one place.

    `rendered` gives the fingerprints of files by their keys; such a file is rendered only where its bytes are needed.
    """
    from plano.emitters.keys import Keys
    from plano.emitters.registry import ours
    from plano.emitters.render import render
    from plano.output.tree import plant
    from plano.overriding.rendering import made as make
    from plano.plugins.emission import emission

    keys, made = Keys(emitter.name for emitter in ours()), dict[str, bytes]()
    emitted = emission(platform)
    wrong = list(emitted.diagnostics)

    def file(spec: FileSpec) -> File | None:
        key = keys.of(spec)
        known = rendered.get(key, "")
        if known:
            source: bytes | Callable[[], bytes] = partial(render, spec, overrides)
        else:
            content = made.get(key) or make(spec, overrides)
            if isinstance(content, Diagnostic):
                wrong.append(content)
                return None
            source = content
            if key:
                made[key] = content
        return File(spec.path, source, spec.subject.folder, spec.emitter, spec.once, key, known)

    tree, clashes = plant(each for spec in emitted.specs if (each := file(spec)) is not None)
    return tree, (*dict.fromkeys(wrong), *clashes)


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any finding is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
