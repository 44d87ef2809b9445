"""Functions in a handlers file that nothing uses: what an operation, a consumer or a schedule left behind.

A function is named only where nothing can speak for it: its name stands nowhere under `services/` but within itself.
Any mention counts as a use: in code, in a comment, in `__all__`, in a test.
"""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from plano.emitters.fastapi.handlers import expected, handlers_path
from plano.platform.model import Platform, Service

_MARK = "\ufeff"  # a byte order mark, which some editors put first
_DEFINITION = re.compile(r"^async[ \t]+def[ \t]+([^\W_]\w*)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_BY_NAME = re.compile(r"\b(globals|locals|vars|getattr|__getattr__|__dict__|eval|exec)\b")
"""What finds a function by a name that is put together while it runs, so that its absence says nothing."""
_EVERYTHING = re.compile(r"^[ \t]*from[ \t]+(\S+)[ \t]+import[ \t]+\*", re.MULTILINE)
_NOT_READ = frozenset({"node_modules", "__pycache__"})
"""Folders of what nobody here wrote."""
_LARGEST = 1 << 20  # bytes: who writes a file by hand writes less


class Unused(NamedTuple):
    """A function that nothing uses; `path` is relative to the root, line and column count from 1 in code points."""

    service: str
    path: str
    name: str
    line: int
    column: int


class _Source(NamedTuple):
    """A handlers file that defines functions beside the handlers of its service."""

    service: Service
    path: str
    text: str
    names: frozenset[str]


def unused(platform: Platform, root: Path) -> tuple[Unused, ...]:
    """Functions at the top of handlers files that no handler of the blueprint is called after, and nothing mentions.

    Other files under `services/` are read only where a handlers file defines such a function.
    """
    sources = [found for service in platform.services if (found := _source(service, root)) is not None]
    if not sources:
        return ()
    wanted = frozenset(name for source in sources for name in source.names)
    mentions, starred = _others(root, wanted)
    return tuple(
        found
        for source in sources
        if not any(_gives_all(module, source.service) for module in starred)
        for found in _found(source, mentions)
    )


def _source(service: Service, root: Path) -> _Source | None:
    if service.kind != "fastapi" or service.ejected:
        return None
    path = handlers_path(service, root)
    text = _read(root / path)
    if text is None or _BY_NAME.search(text):
        return None
    names = frozenset(_DEFINITION.findall(text)).difference(expected(service))
    return _Source(service, path, text, names) if names else None


def _found(source: _Source, mentions: dict[str, set[str]]) -> Iterator[Unused]:
    """Those of the functions that are mentioned nowhere but within themselves."""
    alone = {name for name in source.names if mentions[name] <= {source.path}}
    try:
        body = ast.parse(source.text).body if alone else []
    except (SyntaxError, ValueError):
        return
    lines = source.text.split("\n")
    for node in body:
        if not isinstance(node, ast.AsyncFunctionDef) or node.name not in alone or node.decorator_list:
            continue
        others = [*lines[: node.lineno - 1], *lines[node.end_lineno :]]
        if node.name not in _WORD.findall("\n".join(others)):
            column = lines[node.lineno - 1].find(node.name) + 1
            yield Unused(source.service.name, source.path, node.name, node.lineno, column)


def _others(root: Path, wanted: frozenset[str]) -> tuple[dict[str, set[str]], frozenset[str]]:
    """The files under `services/` that mention each of these names, and the modules that all is imported from."""
    mentions: defaultdict[str, set[str]] = defaultdict(set)
    starred: set[str] = set()
    for path in _files(root / "services"):
        text = _read(path)
        if text is None:
            continue
        where = path.relative_to(root).as_posix()
        for name in wanted.intersection(_WORD.findall(text)):
            mentions[name].add(where)
        starred.update(_EVERYTHING.findall(text))
    return mentions, frozenset(starred)


def _gives_all(module: str, service: Service) -> bool:
    """Whether `from module import *` may bring the service's handlers along."""
    return module.startswith(".") or not {"handlers", service.package}.isdisjoint(module.split("."))


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder, without those that are hidden or not read."""
    for above, folders, names in os.walk(folder):
        folders[:] = _own(folders)
        yield from (Path(above, name) for name in _own(names))


def _own(names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in _NOT_READ and not name.startswith(".")]


def _read(path: Path) -> str | None:
    """The text of a file, its line ends as `\\n`; None where there is none, or more than a person writes."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return path.read_text(encoding="utf-8", errors="replace").removeprefix(_MARK)
    except OSError:
        return None
