"""From batches to files: each is rendered, or taken as known where an equal batch was made before."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property, partial

from plano.diagnostics.model import Diagnostic
from plano.emitters.base import Batch, FileSpec, Parts
from plano.emitters.keys import Keys
from plano.emitters.render import render
from plano.output.cache import Made
from plano.output.tree import File
from plano.overriding.model import Overrides
from plano.overriding.rendering import made


class Making:
    """Makes the files of one platform. `wrong` are the errors of overrides and plug-ins that keep some from it."""

    def __init__(self, known: Made, overrides: Overrides) -> None:
        self.wrong: list[Diagnostic] = []
        self._known = known
        self._overrides = overrides
        self._keys = Keys()
        self._alike: dict[Hashable, bytes] = {}

    def batch(self, batch: Batch) -> Iterator[File]:
        """The files of a batch; where it is known, each is rendered only when its content is asked for."""
        key = self._keys.of(batch)
        rows = self._known.get(key)
        if rows is None:
            yield from (file for spec in batch.files() if (file := self.file(spec, key)) is not None)
            return
        again = _Again(batch, self._overrides)
        for row in rows:
            content = partial(again.content, row.path)
            yield File(row.path, content, row.folder, row.emitter, row.once, key, row.fingerprint)

    def file(self, spec: FileSpec, key: str = "") -> File | None:
        """One file; None where it cannot be made."""
        alike = _alike(spec)
        content = self._alike.get(alike) or made(spec, self._overrides)
        if isinstance(content, Diagnostic):
            self.wrong.append(content)
            return None
        if alike is not None:
            self._alike[alike] = content
        return File(spec.path, content, spec.subject.folder, spec.emitter, spec.once, key)


class _Again:
    """Renders single files of a batch."""

    def __init__(self, batch: Batch, overrides: Overrides) -> None:
        self._batch = batch
        self._overrides = overrides

    @cached_property
    def _specs(self) -> dict[str, FileSpec]:
        return {spec.path: spec for spec in self._batch.files()}

    def content(self, path: str) -> bytes:
        return render(self._specs[path], self._overrides)


def _alike(spec: FileSpec) -> Hashable:
    """What two files share that show the same in the same way: a contract stands in two places. None if unknown.

    Parts of a platform live as long as it does, so that their ids stay their own.
    """
    if not isinstance(spec.view, Parts):
        return None
    return (spec.source, spec.view.build, *map(id, spec.view.of))
