"""The imports of one generated module, collected while its expressions are built."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

from plano.emitters.fastapi.layout import WIDTH
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol

_KIT = "plano_kit"
_KITS = 2
_KEPT = 1024
"""Orders and statements that are kept: those of the kit and of libraries come up in each service again."""


class Imports:
    """Gives each symbol the name that it goes by in the module.

    `own` are the names that the module itself gives to classes, fields, methods and arguments, `package` the
    symbols of the whole package: what is imported makes way for both, as `_Text`, which no blueprint can say.
    Outside of the package `top` is its name, and what is imported from there is a symbol of it.
    """

    def __init__(self, own: Iterable[str], package: Iterable[str] = (), top: str = "") -> None:
        self._own = frozenset(own)
        self._package = frozenset(package)
        self._top = top
        self._names: dict[Symbol, str] = {}
        self._holder: dict[str, Symbol] = {}  # which symbol first took a name

    def use(self, symbol: Symbol) -> str:
        """The symbol's name in this module, from now on imported."""
        name = self._names.get(symbol)
        if name is None:
            name = self._names[symbol] = self._free(symbol)
        return name

    def _free(self, symbol: Symbol) -> str:
        module, name, alias = symbol
        if alias:
            name = alias
        if name in self._own or (name in self._package and module[:1] != "." and module != self._top):
            name = f"_{name}"
        if self._holder.setdefault(name, symbol) != symbol:
            name = f"_{name}"
            self._holder.setdefault(name, symbol)
        return name

    def block(self) -> Code:
        """The import statements, sorted as ruff sorts them; empty where nothing is imported."""
        plain: defaultdict[str, list[str]] = defaultdict(list)
        renamed: list[tuple[str, str, str]] = []
        for (module, name, _), local in self._names.items():
            if local != name:
                renamed.append((module or "builtins", name, local))
            elif module:
                plain[module].append(name)
        statements = {module: [_statement(module, tuple(names))] for module, names in plain.items()}
        for module, name, local in sorted(renamed, key=_renamed_order):
            statements.setdefault(module, []).append(f"from {module} import {name} as {local}")
        return _sections(statements, self._top)


def imported(modules: Mapping[str, Iterable[str]]) -> Code:
    """The import statements of what is named of each module, by its own name."""
    return _sections({module: [from_import(module, names)] for module, names in modules.items() if names})


def _sections(statements: dict[str, list[str]], top: str = "") -> Code:
    """The statements of each module, sorted; the package `top` stands with the kit."""
    place = partial(_place_beside, top) if top else _place
    sections: defaultdict[int, list[str]] = defaultdict(list)
    for module in sorted(statements, key=place):
        sections[place(module)[0]] += statements[module]
    return Code("\n\n".join(["\n".join(lines) for lines in sections.values()]))


def from_import(module: str, names: Iterable[str]) -> str:
    """`from module import names`, sorted and broken as ruff does."""
    ordered = sorted(names, key=_member_order)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join([f"    {name},\n" for name in ordered]) + ")"


_statement = lru_cache(maxsize=_KEPT)(from_import)  # what is imported of the kit is often the same


@lru_cache(maxsize=_KEPT)
def _place(module: str) -> tuple[int, int, str]:
    """The section of the standard library, other packages, the kit or the package itself, and the place in it."""
    root = module.partition(".")[0]
    if root:
        return (0 if root in sys.stdlib_module_names else _KITS if root == _KIT else 1, 0, module)
    rest = module.lstrip(".")
    return (3, len(rest) - len(module), rest)


def _place_beside(top: str, module: str) -> tuple[int, int, str]:
    return (_KITS, 0, module) if module.partition(".")[0] == top else _place(module)


def _renamed_order(renamed: tuple[str, str, str]) -> tuple[int, str, str]:
    return _member_order(renamed[1])


@lru_cache(maxsize=_KEPT)
def _member_order(name: str) -> tuple[int, str, str]:
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return (kind, name.lower() if kind else name, name)
