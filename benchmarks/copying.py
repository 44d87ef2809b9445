"""The same files by copier's API: a template of Plano's own templates, made on the fly, and values prepared for it.

Copier compiles each template once and gives it file after file; what Plano writes from data stands ready as text.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import copier
import jinja2
from jinja2.ext import Extension
from jinja2.runtime import Context

from plano.emitters import literals
from plano.emitters.base import Copy, FileSpec, Template
from plano.emitters.environments import language_of
from plano.emitters.literals import Code
from plano.emitters.registry import emitters
from plano.emitters.render import render, view_of
from plano.emitters.templates import templates_root
from plano.pipeline import check_root

SETTINGS = """_min_copier_version: "9.5.0"
_jinja_extensions: [copying.Values]
_envops: {trim_blocks: true, lstrip_blocks: true, keep_trailing_newline: true, autoescape: false}
_exclude: [copier.yml, /fastapi, /catalogue, /jenkins]
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One file: where it goes, and what its template shows of it."""

    path: Code
    view: object


class Values(Extension):
    """Writes values as Plano does: by the language of the template that they stand in."""

    def __init__(self, environment: jinja2.Environment) -> None:
        super().__init__(environment)
        environment.finalize = _written
        vars(environment)["concat"] = _code
        environment.filters.update(docstring=literals.exact_docstring, comment=literals.comment, join=_join)


@jinja2.pass_context
def _written(context: Context, value: object) -> object:
    if isinstance(value, jinja2.Undefined | Code):
        return value
    return language_of(context.name or "")(value)


@jinja2.pass_context
def _join(context: Context, items: Iterable[object], separator: str = "") -> Code:
    return Code(separator.join(map(language_of(context.name or ""), items)))


def _code(parts: Iterable[str]) -> Code:
    return Code("".join(parts))


class CopierRun:
    """Everything is prepared before it is measured: the template lies at `template`, views are made, data is text."""

    def __init__(self, blueprint: Path, template: Path) -> None:
        platform = check_root(blueprint.parent).platform
        assert platform is not None
        self._template = template
        shown: defaultdict[str, list[Shown]] = defaultdict(list)
        for spec in (spec for emitter in emitters() for spec in emitter.files(platform)):
            self._put(spec, shown)
        self._data: dict[str, object] = {f"files_{at}": files for at, files in enumerate(shown.values())}
        for at, source in enumerate(shown):
            inner = f'{{% set view = file.view %}}{{% include "{source}" %}}' if source else "{{ file.view }}"
            name = f"{{% yield file from files_{at} %}}{{{{ file.path }}}}{{% endyield %}}.jinja"
            (template / name).write_text(inner)
        (template / "copier.yml").write_text(SETTINGS)

    def _put(self, spec: FileSpec, shown: defaultdict[str, list[Shown]]) -> None:
        match spec.source:
            case Template(path):
                for included in (templates_root() / path).parent.glob("*.jinja"):
                    place = self._template / included.relative_to(templates_root())
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(included, place)
                shown[path].append(Shown(Code(spec.path), view_of(spec)))
            case Copy():
                (self._template / spec.path).parent.mkdir(parents=True, exist_ok=True)
                (self._template / spec.path).write_bytes(render(spec))
            case _:
                shown[""].append(Shown(Code(spec.path), Code(render(spec).decode())))

    def write(self, root: Path) -> None:
        """Render all into `root`."""
        copier.run_copy(
            str(self._template), root, data=self._data, quiet=True, defaults=True, unsafe=True, overwrite=True
        )
