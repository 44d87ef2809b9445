"""The imports of one generated module, collected while its expressions are built."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from plano.emitters.fastapi.layout import WIDTH
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol

_KIT = "plano_kit"


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
        self._used: dict[tuple[str, str], str] = {}
        self._holder: dict[str, tuple[str, str]] = {}  # which symbol first took a name

    def use(self, symbol: Symbol) -> str:
        """The symbol's name in this module, from now on imported."""
        name = symbol.alias or symbol.name
        ours = symbol.module.startswith(".") or symbol.module == self._top
        if name in self._own or (not ours and name in self._package):
            name = f"_{name}"
        source = (symbol.module or "builtins", symbol.name)
        if self._holder.get(name, source) != source:
            name = f"_{name}"
        if symbol.module or name != symbol.name:
            self._used[source] = name
            self._holder.setdefault(name, source)
        return name

    def block(self) -> Code:
        """The import statements, sorted as ruff sorts them; empty where nothing is imported."""
        sections: dict[int, dict[str, None]] = {}
        for module, _ in self._used:
            sections.setdefault(self._section(module), {})[module] = None
        return Code("\n\n".join(self._statements(list(sections[number])) for number in sorted(sections)))

    def _section(self, module: str) -> int:
        root = module.partition(".")[0]
        if not root:
            return 3
        if root in sys.stdlib_module_names:
            return 0
        return 2 if root in (_KIT, self._top) else 1

    def _statements(self, modules: list[str]) -> str:
        lines: list[str] = []
        for module in sorted(modules, key=_module_order):
            used = {name: local for (held, name), local in self._used.items() if held == module}
            plain = [name for name, local in used.items() if local == name]
            if plain:
                lines.append(from_import(module, plain))
            renamed = sorted((name for name in used if name not in plain), key=_member_order)
            lines += [f"from {module} import {name} as {used[name]}" for name in renamed]
        return "\n".join(lines)


def from_import(module: str, names: list[str]) -> str:
    """`from module import names`, sorted and broken as ruff does."""
    names = sorted(names, key=_member_order)
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _module_order(module: str) -> tuple[int, str]:
    dots = len(module) - len(module.lstrip("."))
    return (-dots, module[dots:])


def _member_order(name: str) -> tuple[int, str, str]:
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return (kind, name.lower() if kind else name, name)
