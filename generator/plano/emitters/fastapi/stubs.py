"""Hand-written modules as text: what they define, and how functions are added without touching what is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from plano.emitters.fastapi.imports import from_import

_MARK = "\ufeff"  # a byte order mark, which some editors put first
_BINDING = re.compile(r"^(?:async +def|def) +(\w+)|^(\w+) *=", re.MULTILINE)


def defined(source: str) -> frozenset[str]:
    """The names that a module binds at its top, without running it. One that does not parse is read line by line."""
    source = source.removeprefix(_MARK)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return frozenset(one or other for one, other in _BINDING.findall(source))
    return frozenset(_bound(tree.body))


def appended(source: str, written: str) -> str:
    """`source` with the functions of the module `written` behind it, and those of its imports that are not there.

    An import from a module that `source` imports from already becomes one with it. Where `source` does not parse,
    all goes to its end. Line ends stay what they are.
    """
    if source.startswith(_MARK):
        return _MARK + appended(source.removeprefix(_MARK), written)
    if not source.strip():
        return written
    functions, imports = _parts(written)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return _joined(source, ["\n".join(from_import(each.module, list(each.names)) for each in imports), *functions])
    end = _line_end(source)
    lines = _lines(source if source.endswith(("\n", "\r")) else source + end)
    there = [each for each in map(_import, tree.body) if each is not None]
    edits: list[_Edit] = []
    fresh: list[str] = []
    for wanted in imports:
        known = [each for each in there if each.module == wanted.module]
        names = [name for name in wanted.names if not any(name in each.names for each in known)]
        place = next((each for each in known if wanted.plain and _mergeable(each, lines)), None)
        if names and place is not None:
            edits.append(_Edit(place.first, place.last, from_import(wanted.module, [*place.names, *names])))
        elif names:
            fresh.append(from_import(wanted.module, names))
    if fresh:
        head = _end_of_imports(tree)
        edits.append(_Edit(head, head, "\n".join(fresh)))
    for edit in sorted(edits, key=lambda each: each.first, reverse=True):
        lines[edit.first : edit.last] = [edit.text.replace("\n", end) + end]
    return _joined("".join(lines), functions)


def _lines(source: str) -> list[str]:
    """The lines as Python counts them, with their ends; `splitlines` would also break at a form feed or U+2028."""
    return list(StringIO(source, newline=""))


def _line_end(source: str) -> str:
    return "\r\n" if "\r\n" in source else "\n"


@dataclass(frozen=True, slots=True)
class _Edit:
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class _Import:
    """`from module import names`, on the lines from `first` up to `last`; `plain` where no name is renamed."""

    module: str
    names: tuple[str, ...]
    plain: bool
    first: int
    last: int


def _import(node: ast.stmt) -> _Import | None:
    if not isinstance(node, ast.ImportFrom):
        return None
    plain = all(alias.asname is None and alias.name != "*" for alias in node.names)
    names = tuple(alias.name if alias.asname is None else f"{alias.name} as {alias.asname}" for alias in node.names)
    module = "." * node.level + (node.module or "")
    return _Import(module, names, plain, node.lineno - 1, node.end_lineno or node.lineno)


def _mergeable(each: _Import, lines: list[str]) -> bool:
    """Whether nothing but the import stands on its lines, so that nothing is lost where they are written anew."""
    text = "".join(lines[each.first : each.last])
    return each.plain and "#" not in text and ";" not in text and text.startswith("from ")


def _parts(written: str) -> tuple[list[str], list[_Import]]:
    lines = written.splitlines()
    body = ast.parse(written).body
    functions = [
        "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in body if isinstance(node, ast.AsyncFunctionDef)
    ]
    return functions, [each for each in map(_import, body) if each is not None]


def _end_of_imports(tree: ast.Module) -> int:
    """The line behind the docstring, the first run of imports, and what follows an import on its own line."""
    end = 0
    for number, node in enumerate(tree.body):
        docstring = number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (docstring or isinstance(node, ast.Import | ast.ImportFrom) or node.lineno <= end):
            break
        end = node.end_lineno or node.lineno
    return end


def _joined(source: str, parts: list[str]) -> str:
    end = _line_end(source)
    added = [part.replace("\n", end) for part in parts if part]
    return (end * 3).join([source.rstrip("\r\n"), *added]) + end


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (alias.asname or alias.name for alias in names)
            case ast.Assign(targets=targets):
                yield from (each for target in targets for each in _assigned(target))
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                yield name
            case ast.If(body=inner, orelse=other):
                yield from _bound([*inner, *other])
            case ast.Try(body=inner, handlers=handlers, orelse=other, finalbody=last):
                yield from _bound([*inner, *(each for handler in handlers for each in handler.body), *other, *last])
            case ast.With(body=inner):
                yield from _bound(inner)


def _assigned(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            yield from (each for inner in targets for each in _assigned(inner))
