"""What the names in one hand-written module hold, as far as that is certain from its own text.

Certain is an import from a generated package, an annotation, a call of a class, and what the kit's context gives.
A name that is bound twice to different things is not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_LISTS = frozenset({"list", "Sequence", "Iterable", "Iterator", "set", "frozenset"})
_ROUNDS = 6
"""A name may hold what another holds; longer chains than this are left to a person."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an expression is: a class, one of its instances, a list of them, or a part of the handler's context.

    `module` is the package or the client's module that the class comes from, `name` the class or the client.
    """

    what: Literal["class", "one", "many", "context", "clients", "client", "other"]
    module: str = ""
    name: str = ""


OTHER = Kind("other")
Scope = Mapping[str, Kind | None]
Binding = tuple[str, str, ast.expr | None]


@dataclass(frozen=True, slots=True)
class Module:
    """What a module knows at its top: imported names, and its own functions."""

    imported: Mapping[str, Kind]
    functions: Mapping[str, ast.FunctionDef | ast.AsyncFunctionDef]

    def annotated(self, node: ast.expr | None) -> Kind | None:
        """What an annotation says that a name holds."""
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                sides = [side for side in (left, right) if not _is_none(side)]
                return self.annotated(sides[0]) if len(sides) == 1 else None
            case ast.Subscript(value=ast.Name(id=name), slice=inner) if name in _LISTS:
                one = self.annotated(inner)
                return None if one is None or one.what != "one" else Kind("many", one.module, one.name)
            case ast.Name() | ast.Attribute():
                return _instance(self.infer(node, {}))
        return None

    def infer(self, node: ast.expr, scope: Scope) -> Kind | None:
        """What an expression is; None where that is not certain."""
        match node:
            case ast.Name(id=name):
                return scope[name] if name in scope else self.imported.get(name)
            case ast.Await(value=value) | ast.NamedExpr(value=value):
                return self.infer(value, scope)
            case ast.IfExp(body=body, orelse=orelse):
                sides = {self.infer(side, scope) for side in (body, orelse) if not _is_none(side)}
                return sides.pop() if len(sides) == 1 else None
            case ast.ListComp(elt=element) | ast.SetComp(elt=element):
                return _several(self.infer(element, scope))
            case ast.Subscript(value=value, slice=inner) if not isinstance(inner, ast.Slice):
                return _item(self.infer(value, scope))
            case ast.Attribute(value=value, attr=name):
                return self._attribute(self.infer(value, scope), name)
            case ast.Call():
                return self._call(node, scope)
        return None

    def _attribute(self, base: Kind | None, name: str) -> Kind | None:
        match base:
            case Kind("context", package):
                return Kind("clients", package) if name == "clients" else OTHER
            case Kind("clients", package):
                return Kind("client", package, name)
            case Kind("other"):
                return OTHER
        return None

    def _call(self, node: ast.Call, scope: Scope) -> Kind | None:
        match node.func:
            case ast.Name(id=name) if name in self.functions and name not in scope:
                return self.annotated(self.functions[name].returns)
            case ast.Attribute(value=value, attr=method):
                base = self.infer(value, scope)
                if base is not None and base.what == "context":
                    return self._of_context(method, node, scope, base)
                if base is not None and base.what == "class" and method == "of":
                    return _instance(base)
                return None
        return _instance(self.infer(node.func, scope))

    def _of_context(self, method: str, node: ast.Call, scope: Scope, context: Kind) -> Kind | None:
        if method == "for_event":
            return context
        first = self.infer(node.args[0], scope) if node.args else None
        if method == "given" and first is not None and first.what == "one":
            return first
        one = _instance(first) if first is not None and first.what == "class" else None
        return {"get": one, "list": _several(one)}.get(method)


def scope_of(module: Module, function: Function, outer: Scope) -> Scope:
    """What each name holds inside of a function; None for one that is bound there to what is not certain."""
    bound = [each for each in _bindings(function) if each[1] != "import" or each[0] not in module.imported]
    names = {name for name, _, _ in bound}
    scope: dict[str, Kind | None] = {**outer, **dict.fromkeys(names)}
    for _ in range(_ROUNDS):  # what each may hold, as far as anything of it is known
        found = _found(module, bound, scope)
        scope |= {name: _only(kinds - {None}) for name, kinds in found.items()}
    while True:  # what of that every binding agrees to
        found = _found(module, bound, scope)
        agreed = {name: _only(kinds) for name, kinds in found.items()}
        if all(scope[name] in (None, kind) for name, kind in agreed.items()):
            return scope
        scope |= {name: None for name, kind in agreed.items() if scope[name] != kind}


def _found(module: Module, bound: list[Binding], scope: Scope) -> dict[str, set[Kind | None]]:
    found: dict[str, set[Kind | None]] = {name: set() for name, _, _ in bound}
    for name, how, node in bound:
        found[name].add(_bound(module, how, node, scope))
    return found


def _only(kinds: set[Kind | None]) -> Kind | None:
    return next(iter(kinds)) if len(kinds) == 1 else None


def inside(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one that are in the same scope; a function in it is given and not entered."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, Function):
            yield from inside(child)


def _bindings(function: Function) -> Iterator[Binding]:
    """Name, how it is bound, and by what: an annotation, a value, the items of a value; or by an import."""
    arguments = function.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield each.arg, "annotation", each.annotation
    for more in (arguments.vararg, arguments.kwarg):
        if more is not None:
            yield more.arg, "unknown", None
    known: set[ast.AST] = set()
    for node in inside(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name) as name_node], value=value):
                yield name, "value", value
            case ast.NamedExpr(target=ast.Name(id=name) as name_node, value=value):
                yield name, "value", value
            case ast.AnnAssign(target=ast.Name(id=name) as name_node, annotation=annotation):
                yield name, "annotation", annotation
            case ast.For(target=ast.Name(id=name) as name_node, iter=value):
                yield name, "items", value
            case ast.comprehension(target=ast.Name(id=name) as name_node, iter=value):
                yield name, "items", value
            case ast.Name(id=name, ctx=ast.Store()) if node not in known:
                yield name, "unknown", None
                continue
            case ast.ExceptHandler(name=str(name)):
                yield name, "unknown", None
                continue
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0], "import", None
                continue
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, "unknown", None
                continue
            case _:
                continue
        known.add(name_node)


def _bound(module: Module, how: str, node: ast.expr | None, scope: Scope) -> Kind | None:
    if node is None:
        return None
    if how == "annotation":
        return module.annotated(node)
    kind = module.infer(node, scope)
    return _item(kind) if how == "items" else kind


def _instance(kind: Kind | None) -> Kind | None:
    if kind is None or kind.what != "class":
        return None
    return Kind("context", kind.module) if kind.name == "Context" else Kind("one", kind.module, kind.name)


def _several(kind: Kind | None) -> Kind | None:
    return Kind("many", kind.module, kind.name) if kind is not None and kind.what == "one" else None


def _item(kind: Kind | None) -> Kind | None:
    return Kind("one", kind.module, kind.name) if kind is not None and kind.what == "many" else None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
