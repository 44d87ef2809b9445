"""Doing what a plan says, so that a run that was killed is ended by the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from plano.leaving.plan import Edit, Plan
from plano.leaving.service import ServicePlan
from plano.output.compare import compare
from plano.output.disk import Disk
from plano.output.index import INDEX_NAME
from plano.output.placing import place, prune
from plano.output.stamp import forget
from plano.output.survey import of_ours
from plano.output.tree import Tree
from plano.output.write import replace, write

INTENT = ".plano/eject"


def leave(root: Path, plan: Plan) -> None:
    """Do all of it. OutputError where the disk does not let it: the same command then goes on from there."""
    for _ in steps(root, plan):
        pass


def steps(root: Path, plan: Plan) -> Iterator[str]:
    """Do one step each time the next is asked for, and give the path that it was about; the lock must be held."""
    yield from _announced(root, plan.paths, _edited(root, plan.edits))


def hand_over(root: Path, plan: ServicePlan, after: Tree) -> None:
    """Do what ejecting a service asks for; `after` is the tree of the blueprint that says so. OutputError as above."""
    for _ in service_steps(root, plan, after):
        pass


def service_steps(root: Path, plan: ServicePlan, after: Tree) -> Iterator[str]:
    """The copies, then the blueprint, then what follows from it: until then the old files are as derived as ever."""
    changes = compare(after, root)
    indexes = (
        f"{folder}/{INDEX_NAME}" for folder in {*changes.stale_indexes, *(each.folder for each in changes.changes)}
    )
    paths = (*(edit.path for edit in plan.edits), *(each.path for each in changes.changes), *indexes)

    def work() -> Iterator[str]:
        yield from _edited(root, plan.edits)
        write(after, compare(after, root), root)
        yield plan.service.home

    yield from _announced(root, paths, work())


def _announced(root: Path, paths: Iterable[str], work: Iterator[str]) -> Iterator[str]:
    """First the paths are written down, beside those of a run cut short. The note of it goes last."""
    place(root, INTENT, json.dumps(sorted({*paths, *begun(root)})).encode())
    yield INTENT
    forget(root)
    yield from work
    prune(root, INTENT)
    yield INTENT


def _edited(root: Path, edits: Iterable[Edit]) -> Iterator[str]:
    for edit in edits:
        _do(root, edit)
        yield edit.path


def begun(root: Path) -> frozenset[str]:
    """What a run that was cut short was to change; empty where there was none."""
    content = Disk(root).read(INTENT)
    try:
        found = json.loads(content or b"[]")
    except ValueError:
        return frozenset()
    return frozenset(path for path in found if isinstance(path, str)) if isinstance(found, list) else frozenset()


def loose(root: Path, changed: Iterable[str]) -> tuple[str, ...]:
    """Of the paths that differ from the last commit, those that no run of ours changed and cut short."""
    ours = begun(root)
    found = [path for path in changed if path not in ours and not path.startswith(".plano/")]
    unfinished = of_ours(found, ours.__contains__) if ours else ()
    return tuple(path for path in found if path not in unfinished)


def _do(root: Path, edit: Edit) -> None:
    if edit.content is None:
        prune(root, edit.path)
    else:
        replace(root / edit.path, edit.content)
