"""The Jinja environments: one for each language that files are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from functools import lru_cache
from pathlib import Path

import jinja2

from plano.emitters import literals, templates
from plano.emitters.literals import Code, Literal
from plano.emitters.templates import builtin_file, templates_root
from plano.overriding.model import BUILTIN, NONE, Overrides

_KEPT = 4096
"""Templates kept compiled: all of Plano's for many sets of overrides, so that `--watch` does not grow for ever."""

_BY_SUFFIX: dict[str, Literal] = {
    ".py": literals.python,
    ".json": literals.json_value,
    ".yaml": literals.yaml,
    ".yml": literals.yaml,
    ".toml": literals.toml,
    ".sh": literals.shell,
    ".ini": literals.ini,
    ".md": literals.markdown,
}


def language_of(path: str) -> Literal:
    """How values are written into a file of this path; `.jinja` at its end does not count."""
    name = path.removesuffix(".jinja").rsplit("/", 1)[-1]
    if name == "Dockerfile" or name.endswith(".Dockerfile") or name.startswith("Dockerfile."):
        return literals.dockerfile
    if name == "Jenkinsfile":
        return literals.groovy
    return _BY_SUFFIX.get(name[name.rfind(".") :], literals.plain)


@lru_cache(maxsize=_KEPT)
def template(path: str, overrides: Overrides = NONE) -> jinja2.Template:
    """The compiled template of that path under `templates/`, or what shadows it.

    jinja2.TemplateError where it, or what it takes from others, is wrong.
    """
    return environment(language_of(path), overrides).get_template(path)


@lru_cache(maxsize=_KEPT // 64)
def environment(literal: Literal, overrides: Overrides = NONE) -> jinja2.Environment:
    """How templates are read and values are written, for files of one language and the overrides of one platform."""
    # Plain text is looked at whoever wrote it: it must stay on one line.
    bare = (jinja2.Undefined,) if literal is literals.plain else (Code, jinja2.Undefined)
    # Free text is put into the file's own language by `finalize`; HTML is not among these languages.
    made = _Environment(
        loader=_Loader(templates_root(), overrides),
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: value if isinstance(value, bare) else literal(value),
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters["join"] = lambda items, separator="": _join(items, separator, literal)
    made.filters["docstring"] = literals.exact_docstring
    made.filters["comment"] = literals.comment
    return made


class _Loader(jinja2.BaseLoader):
    """Overrides first, by their own names; `builtin:` before a path passes them by."""

    def __init__(self, root: Path, overrides: Overrides) -> None:
        self._root = root
        self._overrides = overrides

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of a template and the name of its file. jinja2.TemplateNotFound, and UnicodeDecodeError."""
        path = template.removeprefix(BUILTIN)
        override = self._overrides.of(path) if path == template else None
        if override is not None:
            return override.text, override.file, None
        try:
            file = builtin_file(path) if "/" in path else self._root / path
            return file.read_text(encoding="utf-8"), str(file), None
        except OSError:
            raise jinja2.TemplateNotFound(template) from None


class _Environment(jinja2.Environment):
    """Blocks, macros and calls give `Code`: their text was written by a template already."""

    @staticmethod
    def concat(parts: Iterable[str]) -> Code:
        """The parts as one text."""
        return Code("".join(parts))

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """The names that a template knows beside its view, in one mapping: each rendering copies it.

        Jinja2 gives a chain of two that shows later changes, and takes as long as a small template to copy. Here
        nothing is added once a template is loaded.
        """
        return {**self.globals, **(d or {})}


def _join(items: Iterable[object], separator: str, literal: Literal) -> Code:
    return Code(separator.join(map(literal, items)))


def clear() -> None:
    """Forget all compiled templates, for a process in which templates change (tests, `--watch`)."""
    template.cache_clear()
    environment.cache_clear()
    templates.clear()
