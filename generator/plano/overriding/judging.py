"""What is wrong with overrides before anything is rendered: one finding for each fault, at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.sourceline import lines_of
from plano.emitters.environments import environment, language_of
from plano.emitters.templates import shadowable
from plano.language.nearest import nearest
from plano.output.index import fingerprint
from plano.overriding.blocks import blocks
from plano.overriding.model import BUILTIN, FOLDER, Override, Overrides
from plano.overriding.reading import Reading
from plano.overriding.reading import read as read_folder
from plano.overriding.shadowing import RENDERED, builtin, extended, shadowed_blocks, shadowed_today

_VIEW = "view"


def read(root: Path) -> Reading:
    """The overrides of the platform at `root`, with all that is wrong or outdated in them. OutputError."""
    found = read_folder(root)
    return Reading(found.overrides, (*found.diagnostics, *findings(found.overrides)))


def findings(overrides: Overrides) -> tuple[Diagnostic, ...]:
    """What is wrong or outdated in overrides, by their paths; reads Plano's templates alone."""
    known = shadowable() if overrides.every else ()
    return tuple(each for override in overrides.every for each in _of_one(override, known))


def _of_one(override: Override, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    if override.path not in known:
        yield _unused(override, known)
        return
    wrong = list(_wrong(override))
    yield from wrong
    if not wrong:
        yield from _outdated(override)


def _unused(override: Override, known: tuple[str, ...]) -> Diagnostic:
    emitter = override.path.partition("/")[0]
    near = nearest(override.path, known)
    if near is not None:
        mend = f"did you mean {FOLDER}/{near}?"
    elif not any(path.startswith(f"{emitter}/") for path in known) and _is_emitter(emitter):
        mend = (
            f"the files of {emitter!r} are made from data, and have no template: say it in blueprint.yaml, or write "
            "an emitter of your own (docs/plugins.md)"
        )
    else:
        mend = "'plano templates list' names all that can be overridden; take this file away where it is none of them"
    return _find("override-unused", override, 1, "it shadows no template, so nothing is made from it", mend)


def _is_emitter(name: str) -> bool:
    from plano.emitters.registry import emitters

    return any(each.name == name for each in emitters())


def _wrong(override: Override) -> Iterator[Diagnostic]:
    """What keeps an override from being used, in the order of its lines."""
    rendered = override.path.endswith(RENDERED)
    if rendered:
        try:
            text = override.text
        except UnicodeDecodeError as error:
            line = override.content.count(b"\n", 0, error.start) + 1
            yield _find("bad-override", override, line, "it is not UTF-8", "save it as UTF-8")
            return
        try:
            tree = environment(language_of(override.path)).parse(text, override.path, override.file)
        except jinja2.TemplateSyntaxError as error:
            said = (error.message or "it is no template").rstrip(".")
            yield _find("bad-override", override, error.lineno, f"it cannot be read: {said}", _HOW)
            return
        yield from _wrong_tree(override, text, tree)
    if not override.shadows:
        now = fingerprint(shadowed_today(override))
        mend = f"put this line before it: {{# shadows: {now} #}}"
        said = "it does not say which version it shadows, so nobody could tell when that changes"
        yield _find("bad-override", override, 1, said, mend)


_HOW = "mend it there, or begin anew with 'plano templates eject'"


def _wrong_tree(override: Override, text: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    name = extended(text)
    if name is not None and name != f"{BUILTIN}{override.path}":
        mend = f'write {{% extends "{BUILTIN}{override.path}" %}}: it shadows that one'
        line = next((each.lineno for each in tree.find_all(nodes.Extends)), 1)
        yield _find("bad-override", override, line, f"it extends {name!r}, and would shadow another", mend)
        return
    if name is not None:
        yield from _without_effect(override, text, tree)
    yield from _undeclared(override, tree)


def _without_effect(override: Override, text: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    """Jinja drops both without a word: a block that the template has not, and text that is in no block."""
    known = blocks(builtin(override.path))
    for block in tree.find_all(nodes.Block):
        if block.name not in known and block.name in shadowed_blocks(override):
            near = nearest(block.name, known)
            mend = f"did you mean {near!r}?" if near else f"it has {_listed(tuple(known))}"
            said = f"it has a block {block.name!r}, which {override.path} has not, so nothing is made from it"
            yield _find("override-unused", override, block.lineno, said, mend)
    for node in tree.body:
        if isinstance(node, nodes.Output):
            for piece in node.nodes:
                if not isinstance(piece, nodes.TemplateData) or piece.data.strip():
                    said = "this stands in no block, so nothing is made from it"
                    mend = "put it into a block, or eject the whole template"
                    line = piece.lineno + _blank_lines(piece)
                    yield _find("bad-override", override, line, said, mend)


def _blank_lines(piece: nodes.Expr) -> int:
    if not isinstance(piece, nodes.TemplateData):
        return 0
    return piece.data[: len(piece.data) - len(piece.data.lstrip())].count("\n")


def _undeclared(override: Override, tree: nodes.Template) -> Iterator[Diagnostic]:
    """Names that nothing gives: a template sees `view`, and what it imports, sets and is given by its blocks."""
    from jinja2 import meta

    for name in sorted(meta.find_undeclared_variables(tree) - {_VIEW} - _inherited(override)):
        line = next((each.lineno for each in tree.find_all(nodes.Name) if each.name == name), 1)
        mend = f"a template sees 'view' alone, as in {{{{ view.{name} }}}}"
        yield _find("bad-override", override, line, f"there is no {name!r}", mend, word=name)


def _inherited(override: Override) -> set[str]:
    """Names that loops around the template's scoped blocks give to what stands in their place."""
    tree = environment(language_of(override.path)).parse(builtin(override.path))
    scoped = [block for block in tree.find_all(nodes.Block) if block.scoped]
    if not scoped:
        return set()
    return {name.name for loop in tree.find_all(nodes.For) for name in loop.target.find_all(nodes.Name)} | {
        loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)
    }


def _outdated(override: Override) -> Iterator[Diagnostic]:
    now = fingerprint(shadowed_today(override))
    if override.shadows != now:
        mend = f"see what changed with 'plano templates diff {override.path}'; then 'plano templates confirm' it"
        said = f"{override.file} shadows a version of {override.path} that is no longer there"
        span = _span(override, 1, override.shadows)
        yield Diagnostic("override-outdated", Severity.WARNING, said, span, f"today it is {now}", mend)


def _find(code: str, override: Override, line: int, said: str, mend: str, word: str = "") -> Diagnostic:
    span = _span(override, line, word)
    return Diagnostic(code, Severity.ERROR, f"override {override.path}: {said}", span, "", mend)


def _span(override: Override, line: int, word: str = "") -> Span:
    """A word on a line of an override, or all of the line."""
    lines = lines_of(override.content.decode("utf-8", "replace"))
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    found = re.search(rf"\b{re.escape(word)}\b", text) if word else None
    start, end = (found.start(), found.end()) if found else (len(text) - len(text.lstrip()), len(text))
    return Span(override.file, max(line, 1), start + 1, max(line, 1), max(end, start + 1) + 1)


def _listed(names: tuple[str, ...]) -> str:
    return f"the blocks {', '.join(names)}" if names else "no blocks"
