"""Where in a blueprint's data each part of the language's models is, found by walking both together.

A site's `owner` names the part: `ScaleDecl.min`; `HostDecl.roles[]` is each item or value of it, and
`ServiceDecl.entities[key]` each of its names.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from plano.language.blueprint import KEYS, Blueprint, ConsumeDecl, TypeBody
from plano.language.models.services import CONTAINER_CONSUMES, ServiceDecl
from plano.language.places import Path
from plano.language.scalars import Value
from tests.constraints.edits import Data, at

Model = type[BaseModel]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the forms that a value may have, with what its annotations say of it."""

    base: object
    marks: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A value, or where `is_key` its key; `written` is False where the model would take it and nothing is there."""

    owner: str
    path: Path
    form: object
    is_key: bool = False
    written: bool = True


@dataclass(frozen=True, slots=True)
class ModelSite:
    """A map that one of the models describes."""

    model: Model
    path: Path


def alternatives(form: object, marks: tuple[object, ...] = ()) -> Iterator[Alternative]:
    """The forms of an annotation, without None."""
    origin = get_origin(form)
    if origin is Annotated:
        base, *more = get_args(form)
        yield from alternatives(base, (*more, *marks))
    elif origin in (typing.Union, types.UnionType):
        for part in get_args(form):
            yield from alternatives(part, marks)
    elif form is not type(None):
        yield Alternative(form, marks)


def fields(model: Model) -> dict[str, object]:
    """The keys of a model, each with its whole annotation."""
    hints = get_type_hints(model, include_extras=True)
    return {field.alias or name: hints[name] for name, field in model.model_fields.items()}


def as_model(base: object) -> Model | None:
    """The base where it is a model."""
    return base if isinstance(base, type) and issubclass(base, BaseModel) else None


def parts(model: Model = Blueprint) -> dict[str, object]:
    """Every part that a blueprint can have: its owner, and its annotation."""
    found: dict[str, object] = {}
    seen: set[Model] = set()

    def of_model(model: Model) -> None:
        if model in seen:
            return
        seen.add(model)
        for key, form in fields(model).items():
            if (model, key) != (TypeBody, "fields"):
                found[f"{model.__name__}.{key}"] = form
            of_form(f"{model.__name__}.{key}", form)

    def of_form(owner: str, form: object) -> None:
        for each in alternatives(form):
            inner = as_model(each.base)
            if inner is not None:
                of_model(inner)
            elif get_origin(each.base) is dict:
                found[f"{owner}[key]"], found[f"{owner}[]"] = get_args(each.base)
                of_form(f"{owner}[]", found[f"{owner}[]"])
            elif get_origin(each.base) is tuple:
                found[f"{owner}[]"] = get_args(each.base)[0]
                of_form(f"{owner}[]", found[f"{owner}[]"])

    of_model(model)
    return found


def walk(data: Data) -> Iterator[Site | ModelSite]:
    """Every site of a blueprint."""
    yield from _model(Blueprint, data, (), data)


def _model(model: Model, value: Data, path: Path, root: Data) -> Iterator[Site | ModelSite]:
    if model is TypeBody:
        yield from _map("TypeBody.fields", fields(model)["fields"], value, path, root)
        if "was" in value:
            yield Site("TypeBody.was", (*path, "was"), fields(model)["was"])
        return
    yield ModelSite(model, path)
    for key, form in fields(model).items():
        owner, inner = f"{model.__name__}.{key}", (*path, key)
        if key in value:
            yield from _value(owner, form, value[key], inner, root)
        elif _takes(model, key, path, root):
            yield Site(owner, inner, form, written=False)


def _takes(model: Model, key: str, path: Path, root: Data) -> bool:
    """Whether the key belongs to a service of this kind."""
    if model is ServiceDecl:
        return any(key in keys for kind, keys in KEYS.items() if kind == at(root, *path, "kind"))
    if model is ConsumeDecl and at(root, *path[:2], "kind") == "container":
        return key in CONTAINER_CONSUMES
    return True


def _value(owner: str, form: object, value: Value, path: Path, root: Data) -> Iterator[Site | ModelSite]:
    yield Site(owner, path, form)
    for each in alternatives(form):
        model = as_model(each.base)
        if model is not None:
            if isinstance(value, dict):
                yield from _model(model, value, path, root)
        elif get_origin(each.base) is dict:
            yield from _map(owner, each.base, value, path, root)
        elif get_origin(each.base) is tuple:
            item = get_args(each.base)[0]
            if isinstance(value, list):
                for number, inner in enumerate(value):
                    yield from _value(f"{owner}[]", item, inner, (*path, number), root)
            elif isinstance(value, str):
                yield Site(f"{owner}[]", path, item)


def _map(owner: str, form: object, value: Value, path: Path, root: Data) -> Iterator[Site | ModelSite]:
    key_form, value_form = get_args(form)
    if isinstance(value, list):
        for number in range(len(value)):
            yield Site(f"{owner}[key]", (*path, number), key_form)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if owner == "TypeBody.fields" and key == "was":
                continue
            yield Site(f"{owner}[key]", (*path, key), key_form, is_key=True)
            yield from _value(f"{owner}[]", value_form, inner, (*path, key), root)
