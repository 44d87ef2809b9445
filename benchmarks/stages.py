"""What each stage of a cold run takes, in one process, with everything imported before."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from plano.collection import no_collection
from plano.emitters.base import FileSpec
from plano.emitters.keys import Keys
from plano.emitters.registry import emitted_kinds, emitted_systems, ours, partly_emitted
from plano.emitters.render import render, view_of
from plano.language.load import load_file
from plano.output.compare import compare
from plano.output.tree import File, plant
from plano.output.write import write
from plano.pipeline import BLUEPRINT
from plano.platform.resolve import resolve
from plano.rules import accepting, check_blueprint, check_platform, not_emitted

T = TypeVar("T")


class Clock:
    """Seconds by stage, in their order."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def of(self, stage: str, work: Callable[[], T]) -> T:
        """Do the work of a stage."""
        started = time.perf_counter()
        done = work()
        self.taken[stage] = self.taken.get(stage, 0.0) + time.perf_counter() - started
        return done


def stages(root: Path) -> dict[str, float]:
    """Stage → seconds, of the blueprint in `root`, where nothing is generated yet. AssertionError for a mistake."""
    with no_collection():
        return _stages(root, Clock())


def _stages(root: Path, clock: Clock) -> dict[str, float]:
    loaded = clock.of("read and validate", lambda: load_file(root / BLUEPRINT, BLUEPRINT))
    blueprint, places = loaded.blueprint, loaded.places
    assert blueprint is not None
    found = clock.of("rules of the blueprint", lambda: list(check_blueprint(blueprint, places)))
    platform = clock.of("resolve", lambda: resolve(blueprint))
    found += clock.of("rules of the platform", lambda: list(check_platform(platform, places)))
    today = datetime.datetime.now(datetime.UTC).date()
    clock.of("what is accepted and not emitted", lambda: accepting(found, blueprint, places, today))
    known = (emitted_kinds(), emitted_systems(), partly_emitted())
    clock.of("what is accepted and not emitted", lambda: not_emitted(blueprint, places, *known))
    batches = clock.of("batches", lambda: [batch for emitter in ours() for batch in emitter.batches(platform)])
    keys = Keys()
    clock.of("keys", lambda: [keys.of(batch) for batch in batches])
    specs = clock.of("views", lambda: [spec for batch in batches for spec in batch.files()])
    whole: list[FileSpec] = clock.of("views", lambda: [replace(spec, view=view_of(spec)) for spec in specs])
    contents = clock.of("render", lambda: [render(spec) for spec in whole])
    files = [
        File(spec.path, content, spec.subject.folder, spec.emitter, spec.once)
        for spec, content in zip(specs, contents, strict=True)
    ]
    tree, _ = clock.of("plant", lambda: plant(files))
    comparison = clock.of("compare", lambda: compare(tree, root))
    clock.of("write", lambda: write(tree, comparison, root))
    return clock.taken


def table(services: int, taken: dict[str, float]) -> str:
    """The stages with their shares, as lines."""
    total = sum(taken.values())
    rows = [f"  {stage:<36}{seconds:>8.3f} s{seconds / total:>8.1%}" for stage, seconds in taken.items()]
    return "\n".join([f"stages at {services} services, {total:.2f} s in one process", *rows])
