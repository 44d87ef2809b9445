"""Backstage's own model takes every entity, and what an entity refers to is there."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

import pytest

from plano.emitters.catalogue import FOLDER
from tests.delivery.catalogue.conftest import Judge
from tests.delivery.catalogue.platforms import PLATFORMS, Entity, at, entities, platform_of, reference, table

LONG = "x" * 60 + ".moved-from-here"
LONG_TOPIC = f"""
blueprint: 1
platform: {{name: depot, domain: depot.example, registry: registry.depot.example, repository: "https://git.depot.example/d.git"}}
environments: {{live: {{}}}}
systems: {{kafka: {{bootstrap: ["10.0.0.2:9092"]}}}}
databases: {{main: {{address: "10.0.0.1:5432"}}}}
topics: {{{LONG}: {{fields: {{id: uuid}}}}}}
services:
  parcels: {{kind: fastapi, database: main, publishes: [{LONG}]}}
  board: {{kind: container, image: board.example/board, consumes: {{{LONG}: {{}}}}}}
"""


def dangling(found: Mapping[str, Entity]) -> Iterator[str]:
    """A sentence for each reference to an entity or a file that is not there."""
    names = {(str(each["kind"]).lower(), str(at(each, "metadata", "name"))) for each in found.values()}
    for path, each in found.items():
        spec = table(each["spec"])
        references = [f"system:{spec['system']}"] if "system" in spec else []
        references += [str(spec["owner"])] if "owner" in spec else []
        references += [f"api:{name}" for key in ("providesApis", "consumesApis") for name in names_in(spec, key)]
        references += names_in(spec, "dependsOn")
        for wanted in references:
            kind, _, name = wanted.partition(":")
            if (kind, name.removeprefix("default/")) not in names:
                yield f"{path} refers to {wanted}"
        for target in names_in(spec, "targets"):
            if f"{FOLDER}/{target.removeprefix('./')}" not in found:
                yield f"{path} leads to {target}"


def names_in(spec: Entity, key: str) -> list[str]:
    found = spec.get(key, [])
    assert isinstance(found, list)
    return found


@pytest.mark.real
@pytest.mark.parametrize("name", PLATFORMS)
def test_backstage_takes_every_entity(name: str, backstage: Judge) -> None:
    found = entities(PLATFORMS[name]())
    assert {path: said for path, said in backstage(found).items() if said} == {}
    broken = copy.deepcopy(found)
    component = next(path for path in broken if "/components/" in path)
    del table(broken[component]["spec"])["owner"]
    table(broken[f"{FOLDER}/system.yaml"]["metadata"])["name"] = "a name"
    broken[f"{FOLDER}/group.yaml"]["kind"] = "Crew"
    assert {path for path, said in backstage(broken).items() if said} == {
        component,
        f"{FOLDER}/system.yaml",
        f"{FOLDER}/group.yaml",
    }


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_an_entity_refers_to_is_there(name: str) -> None:
    found = entities(PLATFORMS[name]())
    assert list(dangling(found)) == []
    resource = next(path for path in found if "/resources/" in path)
    del found[resource]
    assert any(resource.removeprefix(FOLDER) in each for each in dangling(found))


def test_a_service_says_what_it_provides_consumes_and_depends_on() -> None:
    spec = table(entities(reference())[f"{FOLDER}/components/orders.yaml"]["spec"])
    assert spec["type"] == "service"
    assert spec["providesApis"] == ["orders", "tienda.events"]
    assert spec["consumesApis"] == ["catalog", "tienda.events"]
    assert spec["dependsOn"] == [
        "component:catalog",
        "resource:database_main",
        "resource:orders.placed",
        "resource:orders.cancelled",
        "resource:payments.settled",
    ]


def test_every_entity_is_named_by_the_one_file_that_backstage_is_given() -> None:
    found = entities(reference())
    entrance = found.pop(f"{FOLDER}/catalog-info.yaml")
    assert names_in(table(entrance["spec"]), "targets") == [f".{path.removeprefix(FOLDER)}" for path in found]


def test_a_topic_with_a_longer_name_than_backstage_takes_has_a_shorter_one_everywhere() -> None:
    found = entities(platform_of(LONG_TOPIC))
    assert list(dangling(found)) == []
    topic = next(each for path, each in found.items() if "/resources/x" in path)
    assert at(topic, "metadata", "title") == LONG
    assert len(str(at(topic, "metadata", "name"))) == 63


def test_a_title_and_descriptions_arrive_as_they_were_written() -> None:
    platform = PLATFORMS["hostile"]()
    found = entities(platform)
    for service in platform.services:
        if service.kind != "external":
            entity = found[f"{FOLDER}/components/{service.name}.yaml"]
            assert at(entity, "metadata", "description") == (service.description or None)
            assert at(entity, "metadata", "title") == (service.title if service.kind == "vue" else None)
    assert at(found[f"{FOLDER}/system.yaml"], "metadata", "description") == platform.description
