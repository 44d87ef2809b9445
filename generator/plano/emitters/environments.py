"""The Jinja environments: one for each language that files are written in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import jinja2

from plano.emitters import literals
from plano.emitters.literals import Code, Literal
from plano.emitters.templates import templates_root

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


@cache
def template(path: str) -> jinja2.Template:
    """The compiled template of that path under `templates/`."""
    return _environment(language_of(path)).get_template(path)


@cache
def _environment(literal: Literal) -> jinja2.Environment:
    # Free text is put into the file's own language by `finalize`; HTML is not among these languages.
    environment = _Environment(
        loader=jinja2.FileSystemLoader(templates_root()),
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: value if isinstance(value, jinja2.Undefined) else literal(value),
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters["join"] = lambda items, separator="": _join(items, separator, literal)
    environment.filters["docstring"] = literals.exact_docstring
    environment.filters["comment"] = literals.comment
    return environment


class _Environment(jinja2.Environment):
    """Blocks, macros and calls give `Code`: their text was written by a template already."""

    @staticmethod
    def concat(parts: Iterable[str]) -> Code:
        """The parts as one text."""
        return Code("".join(parts))


def _join(items: Iterable[object], separator: str, literal: Literal) -> Code:
    return Code(separator.join(map(literal, items)))


def clear() -> None:
    """Forget all compiled templates, for a process in which templates change (tests, `--watch`)."""
    for cached in (template, _environment):
        cached.cache_clear()
