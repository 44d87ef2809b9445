"""The imports of one generated module, collected while its expressions are built."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from plano.emitters.fastapi.layout import WIDTH
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol

_KIT = "plano_kit"
_KITS = 2
_KEPT = 1024
"""So many answers are kept: many modules import the same of the kit and of libraries."""
_Place = tuple[int, int, str]
_Rank = tuple[int, str, str]
_Statement = tuple[_Place, _Rank, str]
_FIRST: _Rank = (-1, "", "")
"""Before the ranks of all members: what keeps its name stands before what is renamed."""


class Imports:
    """Gives each symbol the name that it goes by in the module.

    `own` are the names that the module itself gives to classes, fields, methods and arguments, `package` the
    symbols of the whole package: what is imported makes way for both, as `_Text`, which no blueprint can say.
    Outside of the package `top` is its name, and what is imported from there is a symbol of it.
    """

    def __init__(self, own: Iterable[str], package: Iterable[str] = (), top: str = "") -> None:
        self._busy = set(own)
        self._package = frozenset(package)
        self._top = top
        self._names: dict[Symbol, str] = {}
        self._inside: dict[str, list[str]] = {}  # by module of the package what keeps its name
        self._outside: list[Symbol] = []
        self._renamed: list[_Statement] = []

    def use(self, symbol: Symbol) -> str:
        """The symbol's name in this module, from now on imported."""
        known = self._names.get(symbol)
        if known is not None:
            return known
        module, name, alias = symbol
        top, busy = self._top, self._busy
        inside = module[:1] == "."
        makes_way = not inside and module != top
        local = wanted = alias or name
        while local in busy or (makes_way and local in self._package):
            local = f"_{local}"
        busy.add(local)
        self._names[symbol] = local
        inside = inside or (top != "" and module.partition(".")[0] == top)
        if local != wanted or (inside and alias):
            self._renamed.append(_renamed(module, name, local, top))
        elif inside:
            self._inside.setdefault(module, []).append(name)
        elif module:
            self._outside.append(symbol)
        return local

    def block(self) -> Code:
        """The import statements, sorted as ruff sorts them; empty where nothing is imported."""
        top, outside = self._top, frozenset(self._outside)
        inside = [_plain(module, names, top) for module, names in self._inside.items()]
        if not self._renamed and not top:
            return Code("\n\n".join(filter(None, (_text_of_others(outside), _text(inside)))))
        return Code(_text([*_others(outside), *inside, *self._renamed]))


def imported(modules: Mapping[str, Sequence[str]]) -> Code:
    """The import statements of what is named of each module, by its own name."""
    return Code(_text([_plain(module, names) for module, names in modules.items() if names]))


@lru_cache(maxsize=_KEPT)
def _others(symbols: frozenset[Symbol]) -> tuple[_Statement, ...]:
    """The statements for symbols of other packages, none of which makes way for anything."""
    modules: dict[str, list[str]] = {}
    for module, name, alias in symbols:
        if not alias:
            modules.setdefault(module, []).append(name)
    renamed = [_renamed(module, name, alias) for module, name, alias in symbols if alias]
    return (*[_plain(module, names) for module, names in modules.items()], *renamed)


@lru_cache(maxsize=_KEPT)
def _text_of_others(symbols: frozenset[Symbol]) -> str:
    return _text(_others(symbols))


def _text(statements: Iterable[_Statement]) -> str:
    """All statements, sorted, with an empty line between the sections."""
    sections: dict[int, list[str]] = {}
    for (section, _, _), _, statement in sorted(statements):
        sections.setdefault(section, []).append(statement)
    return "\n\n".join(["\n".join(lines) for lines in sections.values()])


def _plain(module: str, names: Sequence[str], top: str = "") -> _Statement:
    return _place(module, top), _FIRST, from_import(module, names)


def _renamed(module: str, name: str, local: str, top: str = "") -> _Statement:
    source = module or "builtins"
    return _place(source, top), _member_order(name), f"from {source} import {name} as {local}"


def from_import(module: str, names: Sequence[str]) -> str:
    """`from module import names`, sorted and broken as ruff does."""
    ordered = sorted(names, key=_member_order) if len(names) > 1 else names
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join([f"    {name},\n" for name in ordered]) + ")"


def _place(module: str, top: str) -> _Place:
    """The module's section, and its place in it."""
    return (_KITS, 0, module) if top and module.partition(".")[0] == top else _usual_place(module)


@lru_cache(maxsize=_KEPT)
def _usual_place(module: str) -> _Place:
    """The section of the standard library, other packages, the kit or the package itself, and the place in it."""
    root = module.partition(".")[0]
    if root:
        return (0 if root in sys.stdlib_module_names else _KITS if root == _KIT else 1, 0, module)
    rest = module.lstrip(".")
    return (3, len(rest) - len(module), rest)


@lru_cache(maxsize=_KEPT)
def _member_order(name: str) -> _Rank:
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return (kind, name.lower() if kind else name, name)
