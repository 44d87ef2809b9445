"""What the generated packages offer to code under services/: their modules, names, and the attributes of classes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic
from plano.emitters.base import Batch
from plano.overriding.model import Overrides
from plano.overriding.rendering import made

_CLIENTS = "clients"


@dataclass(frozen=True, slots=True)
class Offered:
    """`modules` by their dotted paths; `names` with their home; `attributes` with their home and their class.

    The home of a name is its package, for any module of it may give it again; of a client's module the module itself.
    """

    modules: frozenset[str]
    names: frozenset[tuple[str, str]]
    attributes: frozenset[tuple[str, str, str]]


def offered(batches: Iterable[Batch], overrides: Overrides) -> Offered:
    """What the packages offer that these batches of the FastAPI emitter make. Tests in them offer nothing."""
    modules: set[str] = set()
    names: set[tuple[str, str]] = set()
    attributes: set[tuple[str, str, str]] = set()
    for dotted, tree in _modules(batches, overrides):
        modules.add(dotted)
        home = home_of(dotted)
        names |= {(home, name) for name in _names(tree)}
        classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
        attributes |= {(home, each.name, name) for each in classes for name in _names(each)}
    return Offered(frozenset(modules), frozenset(names), frozenset(attributes))


def home_of(dotted: str) -> str:
    """Under which module the names of a module are known."""
    package, *inner = dotted.split(".")
    return dotted if inner[:1] == [_CLIENTS] and len(inner) > 1 else package


def _modules(batches: Iterable[Batch], overrides: Overrides) -> Iterator[tuple[str, ast.Module]]:
    """The dotted path and the tree of each module; one that an override breaks is passed by, since check names it."""
    for spec in (spec for batch in batches for spec in batch.files() if spec.path.endswith(".py") and not spec.once):
        inside = spec.path.removeprefix(f"{spec.subject.folder}/").removesuffix(".py").removesuffix("/__init__")
        if inside.startswith("tests/"):
            continue
        content = made(spec, overrides)
        if isinstance(content, Diagnostic):
            continue
        try:
            yield inside.replace("/", "."), ast.parse(content)
        except (SyntaxError, ValueError):
            continue


def _names(tree: ast.Module | ast.ClassDef) -> Iterator[str]:
    """What a module or a class binds itself, or takes from its own package."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.ImportFrom(level=level, names=aliases) if level:
                yield from (each.asname or each.name for each in aliases)
