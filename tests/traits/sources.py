"""The words of Plano's own code and templates, where a name of the reference would be a name too many."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def words_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of what a file does: of Python its names and texts without docstrings; of a template every line."""
    text = path.read_text("utf-8")
    if path.suffix == ".py" and "templates" not in path.parts:
        yield from _of_python(ast.parse(text))
    else:
        yield from enumerate(text.splitlines(), 1)


def _of_python(module: ast.Module) -> Iterator[tuple[int, str]]:
    documented = {id(each) for each in _docstrings(module)}
    for node in ast.walk(module):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in documented:
                yield node.lineno, text
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name


def _docstrings(module: ast.Module) -> Iterator[ast.AST]:
    """Texts that stand alone, as a statement: they say what is above or around them, by example."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
