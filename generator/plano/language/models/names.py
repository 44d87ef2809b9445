"""The names that a blueprint may give, each with the form that all its derived names can bear."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from plano.language.models.base import refuse, shown, written

LABEL = r"^[a-z]([a-z0-9-]*[a-z0-9])?$"
PASCAL = r"^[A-Z][A-Za-z0-9]*$"
SNAKE = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
TOPIC = r"^[a-z]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"
LONGEST_TOPIC = 249  # Kafka's own limit for a topic's name
DERIVED_SUFFIXES = (".retry", ".dead")


def _form(pattern: str, words: str, suggest: Callable[[str], str], longest: int) -> Callable[[str], str]:
    compiled = re.compile(pattern.removesuffix("$") + r"\Z")

    @lru_cache(maxsize=4096)
    def check(name: str) -> str:
        if compiled.match(name) is None:
            nearest = suggest(name)
            mend = f"for example {nearest!r}" if compiled.match(nearest) else ""
            raise refuse("bad-name", f"{shown(name)} cannot be a name here: {words}", mend)
        if len(name) > longest:
            raise refuse("bad-name", f"{shown(name)} is {len(name)} characters long, at most {longest} are allowed")
        return name

    return check


def _kebab(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[^a-z0-9]+", "-", spaced.lower()).strip("-")


def _snake(name: str) -> str:
    return _kebab(name).replace("-", "_")


def _pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))


def _dotted(name: str) -> str:
    return ".".join(_kebab(part) for part in name.split("."))


def _not_derived(name: str) -> str:
    for suffix in DERIVED_SUFFIXES:
        if name.endswith(suffix):
            raise refuse(
                "bad-name",
                f"{shown(name)} ends in {suffix!r}, which is kept for derived topics",
                "retry and dead-letter topics are made for every consumer; do not declare them",
            )
    return name


Label = Annotated[
    str,
    AfterValidator(
        _form(LABEL, "it takes lower-case letters, digits and hyphens, and starts with a letter", _kebab, 63)
    ),
    written(
        "name", "Lower-case letters, digits and hyphens, a letter first.", "order-items", pattern=LABEL, maxLength=63
    ),
]
"""RFC 1123, and starting with a letter, since Python and PostgreSQL names are derived from it."""

Pascal = Annotated[
    str,
    AfterValidator(_form(PASCAL, "it is written in PascalCase, with letters and digits only", _pascal, 63)),
    written("PascalCase name", "Letters and digits, a capital first.", "OrderLine", pattern=PASCAL, maxLength=63),
]

Snake = Annotated[
    str,
    AfterValidator(
        _form(SNAKE, "it is written in snake_case: lower-case letters, digits, single underscores", _snake, 63)
    ),
    written(
        "snake_case name",
        "Lower-case letters, digits and single underscores, a letter first.",
        "full_name",
        pattern=SNAKE,
        maxLength=63,
    ),
]

TopicName = Annotated[
    str,
    AfterValidator(
        _form(TOPIC, "a topic is dotted lower case: letters, digits, hyphens and dots", _dotted, LONGEST_TOPIC)
    ),
    AfterValidator(_not_derived),
    written(
        "topic name",
        "Names joined by dots; the endings `.retry` and `.dead` are kept for derived topics.",
        "orders.placed",
        pattern=TOPIC,
        maxLength=LONGEST_TOPIC,
    ),
]

Version = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._+-]{0,62}$", title="version")]
"""A version as a tag of an image or a chart has it; a number is quoted."""
