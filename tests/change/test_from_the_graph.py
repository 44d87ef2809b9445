"""One field, topic, route or host changed: the files that change are those of who depends on it, by the graph.

`dependents` lists them from the platform's relations; the run is only compared with that list.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path as File

import pytest

from plano.change.alterations import keys, original
from plano.language.places import Path
from plano.language.read import read
from plano.language.scalars import Value
from plano.language.steps import child
from plano.output.tree import Tree
from plano.pipeline import check_text, files_of
from plano.platform.model import Platform
from tests.change.dependents import Dependents, dependents

REFERENCE = File(__file__).parents[2] / "blueprint.yaml"
KINDS = ("field", "topic", "route", "host")


@dataclass(frozen=True, slots=True)
class Change:
    """A key, and two platforms that differ there alone."""

    key: Path
    before: Platform
    after: Platform


def platform_of(data: Value) -> Platform:
    checked = check_text(json.dumps(data))
    assert checked.platform is not None, [each.message for each in checked.diagnostics]
    return checked.platform


@cache
def reference() -> tuple[Value, Platform]:
    """The reference as data and as a platform."""
    data = read(REFERENCE.read_text(encoding="utf-8"), "blueprint.yaml").value
    return data, platform_of(data)


@cache
def reference_files() -> Tree:
    return files_of(reference()[1])[0]


def kind_of(key: Path) -> str:
    """Which of the four kinds a key of the blueprint is of; empty for all others."""
    match key:
        case ("services", _, "entities", _, "fields", _, *_):
            return "field"
        case ("services", _, "operations", _, "request" | "response" | "query", str(), *_):
            return "field"
        case ("types", _, _, *_) | ("topics", _, "fields", _, *_):
            return "field"
        case ("topics", *_):
            return "topic"
        case ("routes", *_):
            return "route"
        case ("hosts", *_):
            return "host"
    return ""


def nearby(kind: str) -> dict[Path, Value]:
    """The keys of a kind that are written in the reference, which are changed a little or left out."""
    data, _ = reference()
    return {key: data for key in keys(data) if kind_of(key) == kind}


def more(kind: str) -> dict[Path, Value]:
    """The reference with one thing more of a kind, for each place where one may come."""
    data, platform = reference()
    services = [each for each in platform.services if each.kind == "fastapi"]
    if kind == "field":
        places: list[Path] = [("topics", each.name, "fields") for each in platform.topics]
        places += [("types", each.name) for each in platform.types]
        places += [("services", s.name, "entities", e.name, "fields") for s in services for e in s.entities]
        return {(*place, "one_more"): put(data, (*place, "one_more"), "int = 0") for place in places}
    if kind == "route":
        routes = [(f"/more/{each.name}", each.name) for each in services if each.endpoints]
        return {("routes", to): put(data, ("routes", to), {"service": name, "strip": to}) for to, name in routes}
    if kind == "host":
        plain: Value = {"address": "10.17.4.99", "roles": ["worker"]}
        return {("hosts", "worker-9"): put(data, ("hosts", "worker-9"), plain)}
    found: dict[Path, Value] = {}
    for source, target in [(one.name, other.name) for one in services for other in services if one is not other]:
        name = f"{source}.told-{target}"
        new: Value = {"key": "told_id", "partitions": 6, "fields": {"told_id": "uuid"}}
        told = put(data, ("topics", name), new)
        published = child(child(child(data, "services"), source), "publishes")
        publishes: list[Value] = [*published, name] if isinstance(published, list) else [name]
        told = put(told, ("services", source, "publishes"), publishes)
        found["topics", name] = put(told, ("services", target, "consumes", name), {"handler": "hear"})
    return found


def put(data: Value, path: Path, value: Value) -> Value:
    """The data with a value at a path of keys, whether or not there was one."""
    if not path:
        return value
    inner = data if isinstance(data, dict) else {}
    step = str(path[0])
    return {**inner, step: put(inner.get(step), path[1:], value)}


def changes(kind: str, chance: random.Random) -> Iterator[Change]:
    """Changes of a kind without end, by chance: a value near the one that is written, a thing less, a thing more."""
    _, before = reference()
    written, comers = list(nearby(kind)), more(kind)
    while True:
        if chance.random() < 0.25:
            key = chance.choice(list(comers))
            after = platform_of(comers[key])
            yield Change(key, *((before, after) if chance.random() < 0.5 else (after, before)))
        else:
            key = chance.choice(written)
            found = [each for each in original(reference()[0]).altered(key) if each != before]
            if found:
                yield Change(key, before, chance.choice(found))


def changed(change: Change) -> set[str]:
    """Paths of files that are not in both trees with the same bytes."""
    _, known = reference()
    ours, theirs = (reference_files() if each == known else files_of(each)[0] for each in (change.before, change.after))
    both = {*ours.files, *theirs.files}
    contents = {path: [tree.files[path].content for tree in (ours, theirs) if path in tree.files] for path in both}
    return {path for path, found in contents.items() if len(found) < 2 or found[0] != found[1]}


def judged(change: Change) -> list[str]:
    """What is not as the graph says."""
    return dependents(change.key, change.before, change.after).wrong(changed(change))


@pytest.mark.parametrize("number", range(50))
def test_the_files_that_change_are_those_of_who_depends_on_it(number: int) -> None:
    change = next(changes(KINDS[number % len(KINDS)], random.Random(number)))
    assert judged(change) == [], change.key


@pytest.mark.soak
def test_two_thousand_changes_touch_only_what_depends_on_them() -> None:
    seed = int(os.environ.get("SOAK_SEED", str(random.randrange(10**6))))
    print(f"\nfrom the graph: SOAK_SEED={seed}")
    wrong = {}
    for kind in KINDS:
        for change, _ in zip(changes(kind, random.Random(f"{seed} {kind}")), range(500), strict=False):
            if said := judged(change):
                wrong[change.key] = said
    assert wrong == {}


def test_the_fifty_are_of_every_kind_and_most_of_them_change_something() -> None:
    found = [next(changes(KINDS[number % len(KINDS)], random.Random(number))) for number in range(50)]
    assert {kind_of(change.key) for change in found} == set(KINDS)
    assert len({change.key for change in found}) > 30
    assert sum(bool(changed(change)) for change in found) > 25


def test_a_list_that_forgets_a_reader_or_names_a_stranger_is_found_out() -> None:
    _, before = reference()
    key: Path = ("topics", "orders.placed", "fields", "one_more")
    change = Change(key, before, platform_of(more("field")[key]))
    listed, files = dependents(key, change.before, change.after), changed(change)
    assert listed.wrong(files) == []
    reader = "generated/services/notifications/*"
    forgetful = Dependents(listed.must - {reader}, listed.may - {reader})
    assert forgetful.wrong(files) == ["generated/services/notifications/tienda_notifications/events.py changed"]
    stranger = Dependents(listed.must | {"generated/services/users/*"}, listed.may)
    assert stranger.wrong(files) == ["nothing of generated/services/users/* changed"]


def test_an_emitter_that_shows_more_than_it_should_is_found_out() -> None:
    """The file of a service that has nothing to do with the change, as if a view held the whole platform."""
    _, before = reference()
    key: Path = ("services", "catalog", "entities", "Product", "fields", "one_more")
    change = Change(key, before, platform_of(more("field")[key]))
    files = changed(change) | {"generated/services/users/tienda_users/service.py"}
    assert dependents(key, change.before, change.after).wrong(files) == [
        "generated/services/users/tienda_users/service.py changed"
    ]


def test_a_key_of_which_the_table_says_nothing_is_refused() -> None:
    _, before = reference()
    with pytest.raises(ValueError, match="no row speaks of"):
        dependents(("platform", "name"), before, before)
