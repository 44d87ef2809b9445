"""The texts that a generated file holds, as the parser of its own language reads them."""

from __future__ import annotations

import ast
import json
import re
import shlex
import tomllib
import warnings
from collections.abc import Iterator
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests.delivery.catalogue.reading import texts

_CHECK = "CheckConstraint"
_SQL_TEXT = re.compile(r"'((?:[^']|'')*)'")


def texts_of(path: str, content: str) -> list[str]:
    """Every text in the file: string constants, keys and values. A format that holds no texts gives none.

    Raises ValueError or SyntaxError where the file is not of its language.
    """
    name = path.rpartition("/")[2]
    if name == "Dockerfile":
        return list(_labels(content))
    match name.rpartition(".")[2]:
        case "py":
            return list(_constants(_parsed(path, content)))
        case "json":
            return list(_leaves(json.loads(content)))
        case "yaml" | "yml" if "/chart/templates/" in path:
            return []  # Helm's own templates, copied as they are
        case "yaml" | "yml":
            return [text.replace('{{ "{{" }}', "{{") for text in _leaves(_yaml(content))]  # as Go's templates write it
        case "md" if "/catalogue/" in path:
            return texts(content)
        case "toml":
            return list(_leaves(tomllib.loads(content)))
    return []


def _parsed(path: str, content: str) -> ast.Module:
    """The module, which must compile without a warning, such as that of an escape that is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compile(content, path, "exec", dont_inherit=True)
        return ast.parse(content, path)


def _yaml(content: str) -> object:
    try:
        return YAML(typ="safe", pure=True).load(StringIO(content))
    except YAMLError as error:
        raise ValueError(str(error)) from None


def _constants(node: ast.AST) -> Iterator[str]:
    """Strings as they are when the module runs; docstrings too, uncleaned. Of SQL its own string constants."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == _CHECK:
        for text in (text for child in node.args for text in _constants(child)):
            yield from (found.replace("''", "'") for found in _SQL_TEXT.findall(text))
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _constants(child)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(key)
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)


def _labels(content: str) -> Iterator[str]:
    """The values of LABEL, in which Docker reads `\\$` as a dollar; no other instruction may hold a text."""
    for line in content.split("\n"):
        if line.startswith("LABEL "):
            for word in shlex.split(line.replace("\\$", "$"))[1:]:
                yield word.partition("=")[2]
