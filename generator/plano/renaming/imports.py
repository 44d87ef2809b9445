"""The imports of one hand-written module, and what each local name stands for."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from plano.diagnostics.sourceline import line_starts
from plano.renaming.source import Change


@dataclass(frozen=True, slots=True)
class Local:
    """A name that an import binds: to the module `module`, or to `symbol` of it."""

    module: str
    symbol: str = ""

    @property
    def dotted(self) -> str:
        return f"{self.module}.{self.symbol}" if self.symbol else self.module


class Code:
    """The text of a module with its tree; positions of nodes as offsets in characters. SyntaxError where it is none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._starts = line_starts(text)
        self._lines = [text[start : self._end(number)] for number, start in enumerate(self._starts)]
        self.names = Counter(_bound(self.tree))
        self.used = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}

    def offset(self, line: int, column: int) -> int:
        """The offset of a place that the parser gave: lines from 1, columns in bytes of UTF-8."""
        start = self._starts[line - 1]
        source = self._lines[line - 1]
        return start + (column if source.isascii() else len(source.encode()[:column].decode(errors="replace")))

    def span(self, node: ast.expr | ast.alias | ast.keyword | ast.stmt) -> tuple[int, int]:
        """Where a node begins and ends."""
        end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return self.offset(node.lineno, node.col_offset), self.offset(*end)

    def change(self, node: ast.Name | ast.keyword, old: str, new: str) -> Change:
        """`new` in place of the name with which a node begins."""
        start, _ = self.span(node)
        return Change(start, start + len(old), new)

    def attribute(self, node: ast.Attribute, new: str) -> Change:
        """`new` in place of an attribute's own name, with which its node ends."""
        _, end = self.span(node)
        return Change(end - len(node.attr), end, new)

    def defined(self, node: ast.FunctionDef | ast.AsyncFunctionDef, new: str) -> Change:
        """`new` in place of a function's name."""
        start, end = self.span(node)
        at = next(place for kind, word, place in self._tokens(start, end) if word == node.name)
        return Change(at, at + len(node.name), new)

    def source_module(self, node: ast.ImportFrom, new: str) -> Change:
        """`new` in place of the module behind `from`, however it is spaced."""
        start, end = self.span(node)
        tokens = list(self._tokens(start, end))
        until = next(number for number, (_, word, _) in enumerate(tokens) if word == "import")
        first, last = tokens[1], tokens[until - 1]
        return Change(first[2], last[2] + len(last[1]), new)

    def _tokens(self, start: int, end: int) -> Iterator[tuple[int, str, int]]:
        piece = self.text[start:end]
        starts = line_starts(piece)
        try:
            for each in tokenize.generate_tokens(io.StringIO(piece, newline="").readline):
                if each.type == tokenize.ENDMARKER:
                    return
                yield each.type, each.string, start + starts[each.start[0] - 1] + each.start[1]
        except (tokenize.TokenError, IndentationError):
            return  # what was cut out of its surroundings may end anywhere; all that is wanted stands before

    def _end(self, number: int) -> int:
        return self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)


def locals_of(tree: ast.Module) -> dict[str, Local | None]:
    """Local name → what it stands for; None for one that stands for several things."""
    found: dict[str, Local | None] = {}
    for node in ast.walk(tree):
        for name, local in _imports(node):
            found[name] = local if found.get(name, local) == local else None
    return found


def _imports(node: ast.AST) -> Iterator[tuple[str, Local]]:
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        for alias in node.names:
            yield alias.asname or alias.name, Local(node.module, alias.name)
    elif isinstance(node, ast.Import):
        for alias in node.names:
            yield (
                alias.asname or alias.name.partition(".")[0],
                Local(alias.name if alias.asname else alias.name.partition(".")[0]),
            )


def _bound(tree: ast.Module) -> Iterator[str]:
    """Every name that something other than an import binds, as often as it is bound."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name
            case ast.ImportFrom(level=level, names=aliases) if level:
                yield from (alias.asname or alias.name for alias in aliases)
