"""What the migrations of a service have named so far, read from their text and never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from plano.language.places import Path as KeyPath
from plano.platform.names import snake
from plano.renaming.source import Source
from plano.renaming.targets import Target


def settled(root: Path, source: Source, target: Target) -> bool:
    """Whether a migration has given a table, a column or a value the name that `target` has now.

    Then the database knows it by that name, and the next rename begins there; else it still has the one of `was`.
    """
    if target.kind != "entity" and target.holder != "entity":
        return False
    service, entity = str(target.path[1]), str(target.path[3])
    folder = root / "services" / snake(service) / "migrations"
    steps = [each for file in sorted(folder.glob("*.py")) for each in _steps(file)]
    if target.kind == "entity":
        return snake(entity) in {_argument(each, 0 if _name(each) == "create_table" else 1) for each in steps}
    tables = {snake(entity), _was(source, target.path[:4])}
    if target.kind == "value":
        field = str(target.path[5])
        columns = {field, _was(source, target.path[:6])}
        return any(_allows(each, tables, columns, target.old) for each in steps)
    return any(_argument(each, 0) in tables and target.old in _columns(each) for each in steps)


def _was(source: Source, path: KeyPath) -> str:
    before = source.at((*path, "was"))
    return snake(before) if isinstance(before, str) else ""


def _allows(call: ast.Call, tables: set[str], columns: set[str], value: str) -> bool:
    """Whether a call makes a CHECK of one of the columns that allows the value."""
    if _argument(call, 1 if _name(call) == "create_check_constraint" else 0) not in tables:
        return False
    texts = (each.value for each in ast.walk(call) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    words = (set(re.findall(r"\w+", each)) for each in texts if f"'{value}'" in each)
    return any(not columns.isdisjoint(each) for each in words)


def _steps(file: Path) -> Iterator[ast.Call]:
    """The calls of `upgrade` that make or name tables and columns; none where the file cannot be read."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name == "upgrade":
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _name(node) in _NAMING:
                    yield node


_NAMING = frozenset({"create_table", "rename_table", "add_column", "alter_column", "create_check_constraint"})


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _argument(call: ast.Call, number: int) -> str:
    given = call.args[number] if number < len(call.args) else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""


def _columns(call: ast.Call) -> set[str]:
    """The columns that a call makes, or to which it gives a name."""
    inner = (each for each in call.args if isinstance(each, ast.Call) and _name(each) == "Column")
    named = (each.value for each in call.keywords if each.arg == "new_column_name")
    given = {each.value for each in named if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return {_argument(each, 0) for each in inner} | given
