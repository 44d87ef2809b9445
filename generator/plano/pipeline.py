"""Read, validate, check, resolve, check, emit, tree: the whole way from a blueprint to files in memory.

Each step is a pure function of the one before; a step runs only where no earlier one found an error.
Nothing here writes, and the disk is read for the blueprint, the files that it names and the templates alone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plano.collection import no_collection
from plano.diagnostics.model import Diagnostic, Severity
from plano.language.blueprint import Blueprint
from plano.language.load import Loaded, load, load_file
from plano.output.cache import NOTHING_MADE, Made
from plano.output.tree import Tree
from plano.overriding.model import NONE, Overrides
from plano.overriding.reading import NOTHING_READ, Reading
from plano.platform.model import Platform

if TYPE_CHECKING:
    from plano.externals.model import Apis

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
    return check_loaded(load_file(root / BLUEPRINT, BLUEPRINT), datetime.datetime.now(datetime.UTC).date(), root)


def check_text(text: str, today: datetime.date = datetime.date.min, root: Path | None = None) -> Checked:
    """The platform of a blueprint given as text; by default no exception in it has run out.

    Files that it names are read below `root`; without one they are not, and are no part of the platform.
    """
    return check_loaded(load(text, BLUEPRINT), today, root)


def check_loaded(loaded: Loaded, today: datetime.date, root: Path | None = None) -> Checked:
    """Check, read the files that are named below `root`, resolve, check."""
    from plano.emitters.registry import emitted_kinds, emitted_systems, partly_emitted
    from plano.platform.resolve import resolve
    from plano.rules import accepting, check_blueprint, check_platform, not_emitted

    blueprint = loaded.blueprint
    if blueprint is None:
        return Checked(None, None, loaded.diagnostics)
    places = loaded.places
    platform = None
    found = [*loaded.diagnostics, *check_blueprint(blueprint, places)]
    apis: Apis = ()
    if root is not None and any(service.openapi for service in blueprint.services.values()):
        from plano.externals.reading import described

        named = described(blueprint, places, root)
        apis = named.apis
        found += named.diagnostics
    if not has_errors(found):
        platform = resolve(blueprint, apis)
        found += check_platform(platform, places)
    found = accepting(found, blueprint, places, today)
    if not has_errors(found):
        found += not_emitted(blueprint, places, emitted_kinds(), emitted_systems(), partly_emitted())
    return Checked(blueprint, None if has_errors(found) else platform, tuple(found))


def build_root(root: Path, made: Made = NOTHING_MADE) -> Built:
    """Every file of the blueprint in the folder `root`; `made` is as in `files_of`."""
    from plano.overriding.judging import read

    with no_collection():
        return build(check_root(root), made, read(root))


def build(checked: Checked, made: Made = NOTHING_MADE, reading: Reading = NOTHING_READ) -> Built:
    """Every file of a platform that was checked, with the overrides that were read for it."""
    found = (*checked.diagnostics, *reading.diagnostics)
    if checked.platform is None or has_errors(found):
        return Built(None, None, found)
    if checked.platform.ejected:
        return Built(checked.platform, Tree({}), found)
    tree, wrong = files_of(checked.platform, made, reading.overrides)
    found = (*found, *wrong)
    return Built(checked.platform, None if has_errors(found) else tree, found)


def files_of(
    platform: Platform, made: Made = NOTHING_MADE, overrides: Overrides = NONE
) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Emit and plant: the tree of a platform, and an error for each two files in one place.

    `made` is what an earlier run made; of an equal batch a file is made again only where its bytes are needed.
    """
    from plano.emitters.making import Making
    from plano.output.tree import plant
    from plano.plugins.emission import emission

    emitted = emission(platform)
    making = Making(made, overrides)
    files = [file for batch in emitted.batches for file in making.batch(batch)]
    files += (file for spec in emitted.plugged if (file := making.file(spec)) is not None)
    tree, clashes = plant(files)
    return tree, (*emitted.diagnostics, *dict.fromkeys(making.wrong), *clashes)


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any finding is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
