"""What each key of a model means, and examples of it, from the docstrings in the models' source.

Only a message, the schema and the reference page ask for them: whoever reads a right blueprint does not wait for it.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise

from pydantic import BaseModel

_EXAMPLES = re.compile(r"\s*Examples?: (`[^`]+`(?:, `[^`]+`)*)\.\Z")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a key means, in one line, and examples as YAML writes them; both are empty where nothing is said."""

    text: str
    examples: tuple[str, ...]


@cache
def meanings(model: type[BaseModel]) -> Mapping[str, Meaning]:
    """The names of a model's fields, each with what its docstring says: the meaning and then `Example: …`."""
    said: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel:
            said |= dict(_docstrings(_classes(each.__module__)[each.__name__]))
    return {name: _meaning(said.get(name, "")) for name in model.model_fields}


def _meaning(docstring: str) -> Meaning:
    found = _EXAMPLES.search(docstring)
    text = docstring if found is None else docstring[: found.start()]
    return Meaning(" ".join(text.split()), () if found is None else tuple(re.findall(r"`([^`]+)`", found[1])))


@cache
def _classes(module: str) -> Mapping[str, ast.ClassDef]:
    """The classes in a module's source."""
    tree = ast.parse(inspect.getsource(import_module(module)))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _docstrings(body: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """The names that a class annotates, each with the text that stands under it."""
    for field, below in pairwise(body.body):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            yield field.target.id, inspect.cleandoc(below.value.value)
