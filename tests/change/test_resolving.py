"""Platforms that are resolved around a change: they are those that come of the whole blueprint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import ValidationError
from synthetic import blueprint as synthetic

from plano.change.alterations import keys, original, variants
from plano.change.resolving import Resolving
from plano.language.blueprint import Blueprint
from plano.language.places import Path
from plano.language.read import read
from plano.language.scalars import Value
from plano.platform.model import Platform
from plano.platform.resolve import resolve
from tests.change.test_alterations import reference


def small() -> Value:
    """Services that call one, topics with an end in two services, and types."""
    return read(synthetic(4), "blueprint.yaml").value


def changes(data: Value) -> Iterator[tuple[Path, Blueprint]]:
    """Every key with each blueprint that is near there, whether or not a rule refuses it."""
    for path in keys(data):
        for near in variants(data, path):
            try:
                yield path, Blueprint.model_validate(near)
            except ValidationError:
                continue


def resolved(blueprint: Blueprint) -> Platform | None:
    """The platform; None where something refers to nothing."""
    try:
        return resolve(blueprint)
    except KeyError:
        return None


def around(resolving: Resolving, blueprint: Blueprint, path: Path) -> Platform | None:
    try:
        return resolving.of(blueprint, path)
    except KeyError:
        return None


@pytest.mark.parametrize("data", [small(), reference()], ids=["small", "reference"])
def test_what_is_resolved_around_a_change_is_what_is_resolved_of_all(data: Value) -> None:
    resolving = original(data).resolving
    unlike = [path for path, near in changes(data) if around(resolving, near, path) != resolved(near)]
    assert unlike == []


def test_what_a_change_does_not_reach_is_taken_over_as_it_is() -> None:
    data = small()
    one = original(data)
    path: Path = ("services", "service-2", "entities", "Thing2", "fields", "note")
    (after,) = (each for each in one.altered(path) if len(each.service("service-2").entities[0].fields) == 4)
    unlike = [was.name for was, now in zip(one.platform.services, after.services, strict=True) if was is not now]
    assert unlike == ["service-2"]
    assert all(was is now for was, now in zip(one.platform.topics, after.topics, strict=True))
