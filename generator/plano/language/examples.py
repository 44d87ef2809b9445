"""What could be written where a map is wanted: its own keys, with what a person wrote there in its place."""

from __future__ import annotations

import json
import re
import typing

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from plano.language.blueprint import Blueprint, TypeBody
from plano.language.lookup import models_at
from plano.language.meanings import meanings
from plano.language.places import Path
from plano.language.scalars import plain
from plano.language.yaml11 import suspect

_PLAIN = re.compile(r"[A-Za-z0-9/][A-Za-z0-9_./@-]*\Z")


def map_example(path: Path, written: object = None) -> str:
    """A map that may stand at `path`, as YAML writes it; empty where nothing is known of it.

    It has the keys that must be there; what is `written` now is the value of the first that takes it, or of the
    first key that does where none must be there.
    """
    models = models_at(Blueprint, path)
    if not models:
        return _example_of(path)
    model = models[0]
    if model is TypeBody:  # its fields stand beside `was`
        return meanings(model)["fields"].examples[0]
    names = [name for name, info in model.model_fields.items() if info.is_required()]
    taking = next((name for name in names or model.model_fields if _takes(model.model_fields[name], written)), None)
    if not names and taking is None:
        return _example_of(path) or "{}"
    pairs = [f"{_key(model, name)}: {_value(model, name, written, name == taking)}" for name in names or [str(taking)]]
    return "{" + ", ".join(pairs) + "}"


def _example_of(path: Path) -> str:
    """The example of the key at `path`, where a model has it."""
    for model in models_at(Blueprint, path[:-1]):
        for name in model.model_fields:
            if _key(model, name) == path[-1]:
                return next(iter(meanings(model)[name].examples), "")
    return ""


def _key(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].alias or name


def _takes(info: FieldInfo, written: object) -> bool:
    """Whether a value of this form may stand there: a text for a name or a choice, a number for a number."""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return False
    kinds = list(_leaves(info.annotation))
    choices = [
        choice for kind in kinds for choice in typing.get_args(kind) if typing.get_origin(kind) is typing.Literal
    ]
    return written in choices if choices else type(written) in kinds


def _leaves(annotation: object) -> typing.Iterator[object]:
    """The types of an annotation: of a union each of its own, of `Annotated` what it annotates."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _leaves(typing.get_args(annotation)[0])
    elif origin in (None, typing.Literal, dict, tuple):
        yield annotation
    else:
        for part in typing.get_args(annotation):
            yield from _leaves(part)


def _value(model: type[BaseModel], name: str, written: object, taking: bool) -> str:
    if not taking:
        return next(iter(meanings(model)[name].examples), "…")
    if isinstance(written, str) and (not _PLAIN.match(written) or plain(written) != written or suspect(written)):
        return json.dumps(written)
    return str(written)
