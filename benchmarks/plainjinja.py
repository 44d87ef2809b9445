"""What rendering costs at the very least: the same templates and values, by Jinja2 alone, nothing around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import jinja2
import orjson

from plano.emitters import literals
from plano.emitters.base import Copy, FileSpec, Template
from plano.emitters.registry import emitters
from plano.emitters.render import render, view_of
from plano.emitters.templates import templates_root
from plano.output.compare import compare
from plano.output.tree import File, plant
from plano.output.write import write
from plano.pipeline import check_root


class PlainRun:
    """Everything is prepared before it is measured: templates compiled, views and data built, copies read."""

    def __init__(self, blueprint: Path) -> None:
        platform = check_root(blueprint.parent).platform
        assert platform is not None
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(templates_root()), trim_blocks=True, lstrip_blocks=True
        )
        environment.filters.update(docstring=literals.exact_docstring, comment=literals.comment)
        self._parts: list[tuple[FileSpec, jinja2.Template | object]] = []
        for spec in (_with_view(spec) for emitter in emitters() for spec in emitter.files(platform)):
            match spec.source:
                case Template(path):
                    self._parts.append((spec, environment.get_template(path)))
                case Copy():
                    self._parts.append((spec, render(spec)))
                case data:
                    self._parts.append((spec, data.build(spec.view)))

    def write(self, root: Path) -> None:
        """Render all and write it with Plano's own writer."""
        tree, _ = plant(
            File(spec.path, self._content(spec, part), spec.subject.folder, spec.emitter, spec.once)
            for spec, part in self._parts
        )
        write(tree, compare(tree, root), root)

    @staticmethod
    def _content(spec: FileSpec, part: jinja2.Template | object) -> bytes:
        if isinstance(part, jinja2.Template):
            return part.render(view=spec.view).encode()
        return part if isinstance(part, bytes) else orjson.dumps(part, option=orjson.OPT_INDENT_2)


def _with_view(spec: FileSpec) -> FileSpec:
    return replace(spec, view=view_of(spec))
