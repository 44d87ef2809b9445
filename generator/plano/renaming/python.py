"""The new names in one hand-written module: exact tokens, what is certain alone; the rest is listed for a person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plano.renaming.derived import Names
from plano.renaming.imports import Code, Local, locals_of
from plano.renaming.inference import Function, Kind, Module, Scope, inside, scope_of
from plano.renaming.source import Change


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that may mean what was renamed, and why it was left."""

    line: int
    said: str


@dataclass(slots=True)
class Rewritten:
    """A module's changes, and what was left as it is."""

    changes: list[Change] = field(default_factory=list)
    doubts: set[Doubt] = field(default_factory=set)

    def applied(self, text: str) -> str:
        """The module's text after its changes."""
        at, pieces = 0, list[str]()
        for each in sorted(set(self.changes)):
            pieces += [text[at : each.start], each.text]
            at = each.end
        return "".join([*pieces, text[at:]])

    def doubt(self, node: ast.AST, said: str) -> None:
        self.doubts.add(Doubt(getattr(node, "lineno", 1), said))


def rewrite(text: str, module: str, names: Names) -> Rewritten:
    """What a rename changes in the module `module` with this text, which is read without its byte order mark.

    Nothing in a string or a comment, and nothing whose name is the same and comes from elsewhere.
    """
    done = Rewritten()
    try:
        code = Code(text)
    except (SyntaxError, ValueError):
        done.doubts |= {
            Doubt(line, f"'{word}' stands in a module that does not parse") for line, word in words_of(text, names)
        }
        return done
    _Rewriter(code, module, names, done).run()
    return done


class _Rewriter:
    """One pass over a module; what it finds is in `done`."""

    def __init__(self, code: Code, module: str, names: Names, done: Rewritten) -> None:
        self._code = code
        self._names = names
        self._done = done
        self._locals = locals_of(code.tree)
        self._renamed: dict[str, str] = {}
        functions = [each for each in code.tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
        self._functions = functions
        self._own = names.symbols.get(module, {})
        imported = {name: self._kind(local) for name, local in self._locals.items() if local and not code.names[name]}
        known = {name: kind for name, kind in imported.items() if kind is not None}
        self._module = Module(known, {each.name: each for each in functions if code.names[each.name] == 1})
        self._homes = {names.home(local.module) for local in self._locals.values() if local}
        self._docstrings = set(docstrings(code.tree))

    def run(self) -> None:
        for node in ast.walk(self._code.tree):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                self._import_from(node, node.module)
            elif isinstance(node, ast.Import):
                self._import(node)
        self._definitions()
        self._scope(self._code.tree, {})

    def _put(self, node: ast.AST, change: Change, old: str) -> None:
        """One change, where the parser's place for it is the word's own: inside of an f-string it may be wrong."""
        if self._code.text[change.start : change.end] == old:
            self._done.changes.append(change)
        else:
            self._done.doubt(node, f"'{old}' is called '{change.text}' now")

    def _kind(self, local: Local) -> Kind | None:
        """What an imported name is, where it is a class of a generated package."""
        home = self._names.home(local.module)
        if home.partition(".")[0] in self._names.packages and local.symbol[:1].isupper():
            return Kind("class", home, local.symbol)
        return None

    def _import_from(self, node: ast.ImportFrom, module: str) -> None:
        if (after := self._names.module(module)) != module:
            self._done.changes.append(self._code.source_module(node, after))
        for alias in node.names:
            dotted = f"{module}.{alias.name}"
            new = self._names.symbol(module, alias.name)
            if (moved := self._names.modules.get(dotted)) is not None:
                new = moved.rpartition(".")[2]
            if new == alias.name:
                continue
            start, _ = self._code.span(alias)
            local = alias.asname or alias.name
            said = new if alias.asname or self._free(local, new) else f"{new} as {local}"
            self._done.changes.append(Change(start, start + len(alias.name), said))
            if not alias.asname and said == new:
                self._renamed[local] = new

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            new = self._names.module(alias.name)
            if new == alias.name:
                continue
            start, _ = self._code.span(alias)
            old_root, new_root = alias.name.partition(".")[0], new.partition(".")[0]
            if not alias.asname and old_root != new_root:
                if not self._free(old_root, new_root):
                    self._done.doubt(node, f"'{alias.name}' is '{new}' now, and '{old_root}' has other meanings here")
                    continue
                self._renamed[old_root] = new_root
            self._done.changes.append(Change(start, start + len(alias.name), new))

    def _free(self, local: str, new: str) -> bool:
        """Whether a local name can become `new`: it means one thing, and `new` means nothing here."""
        taken = self._code.names[new] or new in self._locals or new in self._code.used
        return self._locals.get(local) is not None and not self._code.names[local] and not taken

    def _definitions(self) -> None:
        """Functions of this module whose names follow from the blueprint."""
        for each in self._functions:
            new = self._own.get(each.name)
            if new is None:
                continue
            if self._code.names[each.name] > 1 or each.name in self._locals or new in self._code.used | {*self._locals}:
                self._done.doubt(each, f"'{each.name}' is called '{new}' now")
                continue
            self._done.changes.append(self._code.defined(each, new))
            self._renamed[each.name] = new
        for name in self._own:
            if name in self._locals or (self._code.names[name] and name not in {each.name for each in self._functions}):
                self._done.doubt(self._code.tree, f"'{name}' is called '{self._own[name]}' now")

    def _scope(self, top: ast.AST, scope: Scope) -> None:
        """Everything in one scope, and in those inside of it."""
        for node in inside(top):
            if isinstance(node, Function):
                self._scope(node, scope_of(self._module, node, scope))
            elif isinstance(node, ast.Name):
                self._name(node)
            elif isinstance(node, ast.Attribute):
                self._attribute(node, scope)
            elif isinstance(node, ast.Call):
                self._call(node, scope)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                self._text(node)

    def _name(self, node: ast.Name) -> None:
        if node.id in self._renamed:
            self._put(node, self._code.change(node, node.id, self._renamed[node.id]), node.id)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> None:
        if (dotted := self._dotted(node.value)) is not None:
            new = self._of_module(dotted, node.attr)
            if new != node.attr:
                self._put(node, self._code.attribute(node, new), node.attr)
            return
        base = self._module.infer(node.value, scope)
        if base is None:
            if (found := self._possible(node.attr, node.value)) is not None:
                self._done.doubt(node, f"'{node.attr}' may be what is '{found}' now")
            return
        table = {
            "clients": self._names.clients.get(base.module, {}),
            "client": self._names.methods.get((base.module, base.name), {}),
            "class": self._names.fields.get((base.module, base.name), {}),
            "one": self._names.fields.get((base.module, base.name), {}),
        }.get(base.what, {})
        if node.attr in table:
            self._put(node, self._code.attribute(node, table[node.attr]), node.attr)

    def _call(self, node: ast.Call, scope: Scope) -> None:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "of":
            made = self._module.infer(function.value, scope)
            if made is not None and (made.module, made.name) in self._names.makings:
                self._done.doubt(
                    node, f"'{made.name}.of' takes fewer fields from a row than it did: give them yourself"
                )
        else:
            made = self._module.infer(function, scope)
        known = isinstance(function, ast.Name) and function.id in self._module.functions
        for each in node.keywords:
            if each.arg is None or known:
                continue
            if made is not None and made.what == "class":
                new = self._names.fields.get((made.module, made.name), {}).get(each.arg)
                if new is not None:
                    self._put(each, self._code.change(each, each.arg, new), each.arg)
            elif made is None and (found := self._possible_field(each.arg)) is not None:
                self._done.doubt(each, f"'{each.arg}' may be what is '{found}' now")

    def _text(self, node: ast.Constant) -> None:
        text = str(node.value)
        if id(node) in self._docstrings:
            return
        word = next((word for _, word in words_of(text, self._names)), None)
        if word is not None:
            self._done.doubt(node, f"a text names '{word}'")
        elif (found := self._possible_field(text)) is not None:
            self._done.doubt(node, f"a text says '{text}', which may be what is '{found}' now")

    def _dotted(self, node: ast.expr) -> str | None:
        """The module that an expression is; None where it is none that was imported here."""
        if isinstance(node, ast.Name):
            local = self._locals.get(node.id)
            if local is None or self._code.names[node.id] or local.symbol[:1].isupper():
                return None
            root = local.dotted.partition(".")[0]
            return local.dotted if root in self._names.packages or root == "services" else None
        if isinstance(node, ast.Attribute) and (above := self._dotted(node.value)) is not None:
            dotted = f"{above}.{node.attr}"
            return dotted if self._is_module(dotted) else None
        return None

    def _is_module(self, dotted: str) -> bool:
        return (
            any(f"{each}.".startswith(f"{dotted}.") for each in self._names.modules)
            or not dotted.rpartition(".")[2][:1].isupper()
        )

    def _of_module(self, dotted: str, attribute: str) -> str:
        moved = self._names.modules.get(f"{dotted}.{attribute}")
        return moved.rpartition(".")[2] if moved is not None else self._names.symbol(dotted, attribute)

    def _possible(self, attribute: str, base: ast.expr) -> str | None:
        """What an attribute of something unknown may be called now."""
        if isinstance(base, ast.Attribute) and base.attr == "clients":
            for renames in self._names.clients.values():
                if attribute in renames:
                    return renames[attribute]
        for renames in self._names.methods.values():
            if attribute in renames:
                return renames[attribute]
        return self._possible_field(attribute)

    def _possible_field(self, name: str) -> str | None:
        for (home, _), renames in self._names.fields.items():
            if name in renames and ({home, home.partition(".")[0]} & self._homes):
                return renames[name]
        return None


def words_of(text: str, names: Names) -> Iterator[tuple[int, str]]:
    """Line and word of each old name that stands in a text as a word of its own."""
    if not names.words:
        return
    pattern = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, sorted(names.words))) + r")(?!\w)")
    for number, line in enumerate(text.splitlines(), start=1):
        for found in pattern.finditer(line):
            yield number, found[0]


def docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            yield id(body[0].value)
