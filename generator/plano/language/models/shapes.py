"""What an operation takes and gives: paths, requests, responses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated

from pydantic import Discriminator, Tag
from pydantic_core import PydanticCustomError

from plano.language.models.base import reads, refuse, shown, written
from plano.language.models.fields import FieldDecl, FieldMap, of_short_form
from plano.language.models.names import PASCAL, SNAKE, Pascal

_SLASH = re.compile(r"/(?![^{]*\})")
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+\Z")
_ARGUMENT = re.compile(r"\{\s*([^:{}]*?)\s*:\s*([^{}]*?)\s*\}\Z")
_SNAKE = re.compile(SNAKE[1:-1])
_PASCAL = re.compile(PASCAL[1:-1])
_MANY = re.compile(r"list\(\s*(.*?)\s*\)")
_PART = r"(?:[A-Za-z0-9._~-]+|\{ *[a-z][a-z0-9_]* *: *[^{}/]+\})"
PATH = rf"^/(?:{_PART}(?:/{_PART})*)?$"


@dataclass(frozen=True, slots=True)
class PathDecl:
    """An operation's path. `template` has `{name}` for each of `fields`, which are in its order."""

    template: str
    fields: Mapping[str, FieldDecl] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShapeName:
    """A response that is a type or an entity, or a list of one."""

    name: str
    many: bool = False


def _path(value: object) -> PathDecl:
    if not isinstance(value, str) or not value.startswith("/"):
        raise refuse("bad-path", f"{shown(value)} is not a path", "it starts with '/': /orders/{order_id: uuid}")
    return PathDecl("/") if value == "/" else _of_segments(value[1:])


@lru_cache(maxsize=4096)
def _of_segments(text: str) -> PathDecl:
    segments: list[str] = []
    fields: dict[str, FieldDecl] = {}
    for segment in _SLASH.split(text):
        if _SEGMENT.match(segment) and segment not in (".", ".."):
            segments.append(segment)
            continue
        name, declared = _argument(segment)
        if name in fields:
            raise refuse("bad-path", f"the path names {name!r} twice", "an argument has one place", name)
        fields[name] = declared
        segments.append("{" + name + "}")
    return PathDecl("/" + "/".join(segments), fields)


def _argument(segment: str) -> tuple[str, FieldDecl]:
    if not segment:
        raise refuse("bad-path", "the path has an empty part", "no '/' at its end, and no two in a row")
    found = _ARGUMENT.match(segment)
    if found is None:
        mend = "such as {order_id: uuid}" if "{" in segment else "letters, digits, '.', '_', '~', '-'"
        raise refuse("bad-path", f"{shown(segment)} is not a part of a path", mend, segment)
    name, kind = found[1], found[2]
    if _SNAKE.fullmatch(name) is None:
        raise refuse("bad-path", f"{shown(name)} is not an argument's name", "it is written in snake_case", name)
    try:
        declared = of_short_form(FieldDecl, kind)
    except PydanticCustomError as error:
        said = error.context or {}
        meant, sure = (str(said["meant"]), bool(said["sure"])) if said.get("at") == kind else ("", False)
        words = str(said.get("said", "no type")), str(said.get("mend", ""))
        raise refuse("bad-type", *words, kind, meant, sure=sure) from None
    if declared.nullable or declared.has_default:
        raise refuse(
            "bad-path", f"the argument {name!r} is part of the path, so it is always there", "its type alone", kind
        )
    return name, declared


def _response(value: object) -> ShapeName:
    if isinstance(value, str):
        many = _MANY.fullmatch(value)
        name = many[1] if many else value
        if _PASCAL.fullmatch(name):
            return ShapeName(name, many is not None)
    raise refuse(
        "bad-value",
        f"{shown(value)} is not a response",
        "a field map, the name of a type or an entity, or list(…) of one",
    )


def _form(value: object) -> str | None:
    """Which of the two forms is meant, so that an error speaks of that one alone."""
    if isinstance(value, dict):
        return "fields"
    return "name" if isinstance(value, str | ShapeName) else None


Named = Annotated[
    ShapeName,
    reads(_response),
    written(
        "type or entity",
        "The name of a type or an entity, or `list(…)` of one.",
        "Order",
        "list(Order)",
        pattern=rf"^(?:{PASCAL[1:-1]}|list\( *{PASCAL[1:-1]} *\))$",
    ),
]

Path = Annotated[
    PathDecl,
    reads(_path),
    written(
        "operation path",
        "It starts with `/`; a part in braces is an argument and its type.",
        "/prices",
        '"/orders/{order_id: uuid}"',
        pattern=PATH,
    ),
]
Request = Annotated[
    Annotated[FieldMap, Tag("fields")] | Annotated[Pascal, Tag("name")],
    Discriminator(_form, "plano", "a request is a field map or the name of a type"),
]
Response = Annotated[
    Annotated[FieldMap, Tag("fields")] | Annotated[Named, Tag("name")],
    Discriminator(_form, "plano", "a response is a field map, a type, an entity, or list(…) of one"),
]
