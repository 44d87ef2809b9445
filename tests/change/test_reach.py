"""Things that are never looked at while a file's batch is made: no change of them is tried on that file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter

import pytest
from synthetic import blueprint as synthetic

from plano.change.alterations import Original, keys, original
from plano.change.reach import Reach
from plano.emitters.base import Batch, Emitter
from plano.emitters.registry import ours
from plano.language.read import read
from plano.language.scalars import Value
from plano.platform.model import Entity, Platform
from tests.change.test_alterations import reference


def lab(services: int = 3) -> Original:
    return original(read(synthetic(services), "blueprint.yaml").value)


def emitter(name: str) -> Emitter:
    return next(each for each in ours() if each.name == name)


class Watch:
    """One batch of a platform, and what is made of others."""

    def __init__(self, of: Emitter, batch: Batch, platform: Platform) -> None:
        self.tried = 0
        self._of = of
        self._batch = batch
        self.reach = Reach(platform, self.same)

    def same(self, platform: Platform) -> bool:
        self.tried += 1
        return any(batch == self._batch for batch in self._of.batches(platform))


def watches(platform: Platform) -> Iterator[Watch]:
    """Every batch of Plano's own emitters."""
    for each in ours():
        yield from (Watch(each, batch, platform) for batch in each.batches(platform))


def readme(platform: Platform) -> Watch:
    of = emitter("catalogue")
    return Watch(of, [*of.batches(platform)][-1], platform)


@pytest.mark.parametrize("data", [lab().data, reference()], ids=["small", "reference"])
def test_of_what_is_spared_the_batch_is_the_same(data: Value) -> None:
    one = original(data)
    every = list(watches(one.platform))
    spared = 0
    for key in keys(data):
        for after in one.altered(key):
            for watch in every:
                if watch.reach.spares(after):
                    spared += 1
                    assert watch.same(after), key
    assert spared > 1000


def test_a_field_of_an_entity_does_not_reach_the_picture_of_the_platform() -> None:
    one = lab()
    watch = readme(one.platform)
    path = ("services", "service-2", "entities", "Thing2", "fields", "note")
    assert all(watch.reach.spares(after) for after in one.altered(path))


def test_what_is_looked_at_is_not_spared() -> None:
    one = lab()
    watch = readme(one.platform)
    for path in (
        ("services", "service-2", "description"),
        ("topics", "thing-1.made", "partitions"),
        ("platform", "name"),
    ):
        assert not any(watch.reach.spares(after) for after in one.altered(path))


def test_a_thing_less_or_more_is_not_spared() -> None:
    one = lab()
    service = one.platform.services[1]
    fewer = replace(service, entities=service.entities[:1])
    other = replace(one.platform, services=tuple(fewer if each is service else each for each in one.platform.services))
    assert not readme(one.platform).reach.spares(other)


def test_a_service_of_its_own_files_is_found_among_many_without_asking_for_each() -> None:
    one = lab(32)
    of = emitter("fastapi")
    batch = next(each for each in of.batches(one.platform) if one.platform.service("service-9") in each.of)
    watch = Watch(of, batch, one.platform)
    near, far = (
        next(one.altered(("services", name, "entities", f"Thing{number}", "index")))
        for name, number in (("service-9", 9), ("service-20", 20))
    )
    assert watch.reach.spares(far)
    assert not watch.reach.spares(near)
    assert watch.tried < 24


LOOKS: dict[str, Callable[[object], object]] = {
    "at its name": attrgetter("name"),
    "whether it is of a class": lambda entity: isinstance(entity, str),
    "whether it is like another": lambda entity: entity == "thing",
    "among others": lambda entity: entity in {1: "thing"},
    "as a text": lambda entity: f"{entity}",
    "as a truth": lambda entity: not entity,
    "within a pattern": lambda entity: _matched(entity),
}


def _matched(entity: object) -> bool:
    match entity:
        case Entity(name="Thing2"):
            return True
    return False


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_every_look_counts_even_where_nothing_is_shown_of_it(look: Callable[[object], object]) -> None:
    one = lab()
    after = next(one.altered(("services", "service-2", "entities", "Thing2", "index")))

    def same(platform: Platform) -> bool:
        for service in platform.services:
            for entity in service.entities:
                look(entity)
        return True

    assert not Reach(one.platform, same).spares(after)
    assert Reach(one.platform, lambda platform: len(platform.services[0].entities) > 0).spares(after)
