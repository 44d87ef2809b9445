"""What the same bytes cost at the very least: the same templates and values, by Jinja2 alone, nothing around it.

No process is started, nothing imported, no garbage looked for. A document is a value that is ready, and what writes
it as JSON or YAML is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import jinja2

from plano.collection import no_collection
from plano.emitters.base import Copy, FileSpec, Template
from plano.emitters.environments import template
from plano.emitters.registry import emitters
from plano.emitters.render import document, render, view_of
from plano.output.compare import compare
from plano.output.tree import File, plant
from plano.output.write import write
from plano.pipeline import check_root


class PlainRun:
    """Everything is prepared before it is measured: templates compiled, views and data built, copies read."""

    def __init__(self, blueprint: Path) -> None:
        platform = check_root(blueprint.parent).platform
        assert platform is not None
        self._parts: list[tuple[FileSpec, Callable[[], bytes]]] = []
        for spec in (spec for emitter in emitters() for spec in emitter.files(platform)):
            match spec.source:
                case Template(path):
                    content = partial(_rendered, template(path), view_of(spec))
                case Copy():
                    content = partial(bytes, render(spec))
                case data:
                    content = partial(document, data.build(view_of(spec)), data.format)
            self._parts.append((spec, content))

    def write(self, root: Path) -> None:
        """Render all and write it with Plano's own writer."""
        with no_collection():
            tree, _ = plant(
                File(spec.path, content(), spec.subject.folder, spec.emitter, spec.once)
                for spec, content in self._parts
            )
            write(tree, compare(tree, root), root)


def _rendered(compiled: jinja2.Template, view: object) -> bytes:
    return compiled.render(view=view).encode()
