"""The revisions in a service's folder of migrations: how they follow each other, and what they say of tables.

A revision that `plano migrate` wrote names the tables that it changed, each with its fingerprint since then:
`tables = {"book": "3f2a81c0d94e"}`. Since it names no other, two branches that changed different tables are merged
without a lie. A revision without that line was made by hand, or by an older Plano, and is taken at its word.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GONE = ""
"""The fingerprint of a table that a revision drops."""

_ID = re.compile(r"^revision\s*(?::[^=\n]*)?=\s*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_BEFORE = re.compile(
    r"^down_revision\s*(?::[^=\n]*)?=\s*(None\b|\([^)]*\)|\[[^\]]*\]|[\"'][^\"'\n]*[\"'])", re.MULTILINE
)
_TABLES = re.compile(r"^tables = (\{[^}]*\})", re.MULTILINE)
_NO_DEPENDENCY = re.compile(r"^depends_on = None$", re.MULTILINE)
_WIDEST = 120  # as ruff lays lines out here


@dataclass(frozen=True, slots=True)
class Revision:
    """One file. `tables` is None where it does not say which it changed."""

    name: str
    file: str
    before: tuple[str, ...]
    tables: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Chain:
    """All revisions of one service."""

    revisions: tuple[Revision, ...]

    @property
    def heads(self) -> tuple[Revision, ...]:
        """The newest: those that no other follows, and all of several that share a name."""
        followed = {name for each in self.revisions for name in each.before}
        names = [each.name for each in self.revisions]
        twice = {name for name in names if names.count(name) > 1}
        return tuple(each for each in self.revisions if each.name in twice or each.name not in followed)

    def said(self, head: Revision) -> dict[str, str]:
        """Table → fingerprint, as the revisions up to `head` say it, of two the later one."""
        named = {each.name: each for each in self.revisions}
        found: dict[str, str] = {}
        for each in _in_order(head, named):
            found |= each.tables or {}
        return found


def chain(folder: str | os.PathLike[str]) -> Chain:
    """The revisions in a folder, by their files' names; none where it is not there or cannot be read."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".py") and name != "__init__.py")
        found = [_read(f"{folder}/{name}", name) for name in names]
    except OSError:
        return Chain(())
    return Chain(tuple(each for each in found if each is not None))


def with_tables(source: str, changed: Mapping[str, str]) -> str:
    """The text of a revision that says `changed` as its tables, all else as it is."""
    line = _line(changed)
    if _TABLES.search(source):
        return _TABLES.sub(lambda _: line, source, count=1)
    place = _NO_DEPENDENCY.search(source) or _ID.search(source)
    if place is None:
        return source
    return f"{source[: place.end()]}\n{line}{source[place.end() :]}"


def difference(said: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What a revision has to name, so that what is `said` before it becomes `now`: nothing where both are the same."""
    changed = {table: mark for table, mark in now.items() if said.get(table) != mark}
    return changed | {table: GONE for table, mark in said.items() if table not in now and mark != GONE}


def _line(changed: Mapping[str, str]) -> str:
    items = [f'"{table}": "{mark}"' for table, mark in sorted(changed.items())]
    line = f"tables = {{{', '.join(items)}}}"
    return line if len(line) <= _WIDEST else "tables = {\n" + "".join(f"    {item},\n" for item in items) + "}"


def _read(path: str, file: str) -> Revision | None:
    with open(path, encoding="utf-8", errors="replace") as opened:
        source = opened.read()
    name, before = _ID.search(source), _BEFORE.search(source)
    if name is None:
        return None
    return Revision(name[1], file, _names(_value(before[1])) if before else (), _said(source))


def _said(source: str) -> Mapping[str, str] | None:
    found = _TABLES.search(source)
    value = _value(found[1]) if found else None
    if not isinstance(value, dict):
        return None
    return {table: mark for table, mark in value.items() if isinstance(table, str) and isinstance(mark, str)}


def _value(source: str) -> object:
    try:
        value: object = ast.literal_eval(source)
    except (ValueError, SyntaxError):
        return None
    return value


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def _in_order(head: Revision, named: Mapping[str, Revision]) -> Iterable[Revision]:
    """`head` and all before it, each behind those that it follows."""
    done: dict[str, Revision] = {}
    waiting = [head]
    while waiting:
        each = waiting[-1]
        left = [named[name] for name in each.before if name in named and name not in done]
        if any(each not in waiting for each in left):
            waiting += [each for each in left if each not in waiting]
        else:
            done[waiting.pop().name] = each
    return done.values()
