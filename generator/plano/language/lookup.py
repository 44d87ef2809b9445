"""Which model stands at a path, so that an unknown key can be answered with the known ones."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel

from plano.language.meanings import meanings
from plano.language.places import Path


def models_at(root: type[BaseModel], path: Path) -> tuple[type[BaseModel], ...]:
    """The models that describe the mapping at `path`, seen from `root`; empty where it is none of ours."""
    kinds: list[object] = [root]
    for step in path:
        inner: list[object] = []
        for kind in kinds:
            inner += _inside(kind, step)
        kinds = inner
    found = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return tuple(dict.fromkeys(found))


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that `model` knows."""
    return [field.alias or name for name, field in model.model_fields.items()]


def meaning_of(model: type[BaseModel], key: str) -> str:
    """What a key that `model` knows means."""
    names = zip(model.model_fields, keys_of(model), strict=True)
    return next(meanings(model)[name].text for name, each in names if each == key)


@cache
def every_key(root: type[BaseModel]) -> frozenset[str]:
    """The keys of all models from `root` downwards: each is a word of the language, though not everywhere."""
    found: set[str] = set()
    pending: list[object] = [root]
    seen: set[object] = set()
    while pending:
        kind = pending.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind not in seen:
                seen.add(kind)
                found.update(keys_of(kind))
                pending += [inner for field in kind.model_fields.values() for inner in _kinds(field.annotation)]
        else:
            pending += [inner for part in typing.get_args(kind) for inner in _kinds(part)]
    return frozenset(found)


def _inside(kind: object, step: str | int) -> list[object]:
    found: list[object] = []
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields: Mapping[str, object] = {
            field.alias or name: field.annotation for name, field in kind.model_fields.items()
        }
        if step in fields:
            found = _kinds(fields[str(step)])
        elif "fields" in fields and kind.__name__ == "TypeBody":
            found = [inner for mapping in _kinds(fields["fields"]) for inner in _inside(mapping, step)]
    elif typing.get_origin(kind) is dict and isinstance(step, str):
        found = _kinds(typing.get_args(kind)[1])
    elif typing.get_origin(kind) in (tuple, list) and isinstance(step, int):
        found = _kinds(typing.get_args(kind)[0])
    return found


def _kinds(annotation: object) -> list[object]:
    """The alternatives of an annotation, without `Annotated` and None."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _kinds(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [kind for part in typing.get_args(annotation) for kind in _kinds(part)]
    return [] if annotation is type(None) else [annotation]
