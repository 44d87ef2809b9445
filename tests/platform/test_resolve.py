"""What the resolved platform knows that the blueprint does not say."""

from __future__ import annotations

import random
from dataclasses import fields, is_dataclass

import pytest

from plano.language.load import load
from plano.platform.environments import local_environment
from plano.platform.issuer import issuer_endpoints
from plano.platform.model import Access, Endpoint, ListShape, OfEntity, Platform
from plano.platform.ports import COUNT, FIRST, allocate, local_ports
from plano.platform.resolve import resolve

BLUEPRINT = """
blueprint: 1
platform: {name: lab, domain: lab.example, registry: registry.lab.example/lab, repository: "https://git.lab.example/lab.git"}
environments: {staging: {services: {samples: {scale: {max: 3}, config: {unit: mg}}}}, production: {}}
hosts: {db-1: {address: 10.0.0.5, roles: [postgresql]}}
databases: {main: {host: db-1}}
types:
  Reading: {value: decimal(9.3), at: datetime}
  Series: {readings: list(Reading)}
topics:
  samples.taken: {key: sample_id, fields: {sample_id: uuid, series: Series}}
services:
  people:
    kind: fastapi
    database: main
    issuer: true
    roles: [curator]
    entities: {Person: {fields: {email: email, note: {type: text, readonly: true}}, unique: [[email]], owner: id}}
    expose: {Person: {list: role(curator)}}
  lab-samples:
    kind: fastapi
    database: main
    calls: [people]
    publishes: [samples.taken]
    config: {unit: string(8) = g, token: {type: text, secret: true}}
    entities:
      Sample:
        fields: {person_id: uuid, kind: enum(soil | water), box: ref(Box), series: Series}
        owner: person_id
        index: [[person_id, created_at], [kind, person_id, created_at]]
      Box: {fields: {label: string(10)}, path: /store/boxes}
    expose:
      Sample: {list: owner, create: owner, update: owner, delete: owner}
      Box: {list: [role(curator), service]}
    operations:
      take_sample: {path: "/samples/{sample_id: uuid}/take", request: Series, response: list(Reading)}
      burn: {path: /burn}
  archive:
    kind: fastapi
    database: main
    calls: [lab-samples]
    consumes: {samples.taken: {retry: {mode: topics}}}
routes: {/api/samples: {service: lab-samples}, /people: {service: people, strip: /people}}
""".replace("services: {samples:", "services: {lab-samples:")


@pytest.fixture(scope="module")
def platform() -> Platform:
    loaded = load(BLUEPRINT, "blueprint.yaml")
    assert loaded.blueprint is not None, loaded.diagnostics
    return resolve(loaded.blueprint)


def endpoint(platform: Platform, service: str, name: str) -> Endpoint:
    return next(each for each in platform.service(service).endpoints if each.name == name)


def test_names_in_code_follow_from_the_services_name(platform: Platform) -> None:
    service = platform.service("lab-samples")
    assert (service.package, service.generated) == ("lab_samples", "lab_lab_samples")


def test_exposed_entities_become_endpoints(platform: Platform) -> None:
    found = {each.name: (each.method, each.path, each.status) for each in platform.service("lab-samples").endpoints}
    assert found == {
        "list_samples": ("GET", "/samples", 200),
        "create_sample": ("POST", "/samples", 201),
        "update_sample": ("PATCH", "/samples/{sample_id}", 200),
        "delete_sample": ("DELETE", "/samples/{sample_id}", 204),
        "list_boxes": ("GET", "/store/boxes", 200),
        "take_sample": ("POST", "/samples/{sample_id}/take", 200),
        "burn": ("POST", "/burn", 204),
    }


def test_the_owner_is_never_in_a_body(platform: Platform) -> None:
    request = endpoint(platform, "lab-samples", "create_sample").request
    assert request is not None
    assert not isinstance(request, str)
    assert "person_id" not in repr(request)


def test_lists_filter_by_what_an_index_serves(platform: Platform) -> None:
    found = endpoint(platform, "lab-samples", "list_samples")
    assert {each.name for each in found.filters} == {"person_id", "kind", "box"}
    assert set(found.prefixes) == {("person_id",), ("kind",), ("kind", "person_id"), ("box",)}
    assert found.response == ListShape(OfEntity("Sample"))


def test_lists_are_sorted_by_time_where_an_index_serves_it(platform: Platform) -> None:
    assert endpoint(platform, "lab-samples", "list_samples").default_sort == "-created_at"
    assert endpoint(platform, "lab-samples", "list_boxes").default_sort == "-id"


def test_every_reference_has_an_index(platform: Platform) -> None:
    sample = next(each for each in platform.service("lab-samples").entities if each.name == "Sample")
    assert ("box",) in sample.indexes


def test_access_is_closed_by_default(platform: Platform) -> None:
    assert endpoint(platform, "lab-samples", "burn").access == (Access("user"),)


def test_without_an_issuer_all_is_public() -> None:
    loaded = load(
        BLUEPRINT.replace("    issuer: true\n    roles: [curator]\n", "").replace("owner: id", ""), "blueprint.yaml"
    )
    assert loaded.blueprint is not None
    assert endpoint(resolve(loaded.blueprint), "lab-samples", "burn").access == (Access("public"),)


def test_types_are_carried_along_dependencies_first(platform: Platform) -> None:
    for service in ("lab-samples", "archive"):
        assert [each.name for each in platform.service(service).types] == ["Reading", "Series"]
    assert [each.name for each in platform.topics[0].types] == ["Reading", "Series"]


def test_consumers_have_their_group_and_topics(platform: Platform) -> None:
    (consumption,) = platform.service("archive").consumes
    assert consumption.handler == "on_samples_taken"
    assert consumption.group == "archive.samples.taken"
    assert consumption.retry_topic == "samples.taken.archive.retry"
    assert consumption.dead_topic == "samples.taken.archive.dead"


def test_who_calls_whom_and_whom_they_trust(platform: Platform) -> None:
    assert platform.service("people").callers == ("lab-samples",)
    assert {each.trusts for each in platform.services} == {"people"}
    assert platform.service("archive").roles == ("admin", "curator")
    assert [call.symbol for call in platform.service("archive").calls] == ["LabSamplesClient"]


def test_the_issuer_registers_what_is_not_readonly(platform: Platform) -> None:
    issuing = platform.service("people").issuer
    assert issuing is not None
    assert [each.name for each in issuing.register] == ["email"]
    assert "/auth/jwks.json" in {each.path for each in issuer_endpoints(platform.service("people"))}
    assert issuer_endpoints(platform.service("archive")) == ()


def test_each_environment_has_databases_and_a_domain_of_its_own(platform: Platform) -> None:
    staging, production = platform.environments
    assert (staging.domain, production.domain) == ("staging.lab.example", "lab.example")
    assert (staging.public, production.public) == (False, True)
    assert staging.deployments[1].database == "lab_staging_lab_samples"
    assert staging.deployments[1].owner_role == "lab_staging_lab_samples_owner"
    assert not {each.database for each in staging.deployments} & {each.database for each in production.deployments}


def test_environments_differ_only_where_they_say_so(platform: Platform) -> None:
    staging, production = (each.deployments[1] for each in platform.environments)
    assert (staging.scale.minimum, staging.scale.maximum, staging.scale.cpu_target) == (1, 3, 70)
    assert (production.scale.minimum, production.scale.maximum, production.scale.cpu_target) == (2, 2, None)
    assert (dict(staging.config), dict(production.config)) == ({"unit": "mg"}, {"unit": "g"})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{}", (2, 2)), ("{scale: {max: 1}}", (1, 1)), ("{scale: {max: 5}}", (2, 5)), ("{scale: {min: 3}}", (3, 3)),
        ("{scale: {min: 1, max: 4}}", (1, 4)),
    ],
)  # fmt: skip
def test_a_bound_that_is_written_moves_the_default_of_the_other(written: str, expected: tuple[int, int]) -> None:
    text = BLUEPRINT.replace("production: {}", f"production: {{services: {{lab-samples: {written}}}}}")
    loaded = load(text, "blueprint.yaml")
    assert loaded.blueprint is not None
    found = resolve(loaded.blueprint)
    scale = found.environments[-1].deployments[1].scale
    assert (scale.minimum, scale.maximum) == expected


def test_the_local_environment_is_one_more_with_one_of_each(platform: Platform) -> None:
    local = local_environment(platform)
    assert local.namespace == "lab-local"
    assert {each.scale.maximum for each in local.deployments} == {1}
    assert {each.database for each in local.deployments} == {
        "lab_local_people", "lab_local_lab_samples", "lab_local_archive",
    }  # fmt: skip


def test_routes_strip_what_the_language_says(platform: Platform) -> None:
    assert {route.path: route.strip for route in platform.routes} == {"/api/samples": "/api", "/people": "/people"}


def test_the_platform_is_deterministic_and_hashable_in_every_part(platform: Platform) -> None:
    loaded = load(BLUEPRINT, "blueprint.yaml")
    assert loaded.blueprint is not None
    again = resolve(loaded.blueprint)
    assert again == platform
    assert hash(again) == hash(platform)
    for each in _parts(platform):
        hash(each)


def _parts(value: object) -> list[object]:
    if isinstance(value, tuple):
        return [part for item in value for part in _parts(item)]
    if not is_dataclass(value):
        return []
    return [value, *(part for each in fields(value) for part in _parts(getattr(value, each.name)))]


def test_ports_come_from_names_not_from_places_in_a_list() -> None:
    names = [("lab-local", f"service-{number}", "api") for number in range(3000)]
    ports = allocate(names)
    random.Random(7).shuffle(names)
    assert allocate(names) == ports
    assert len(set(ports.values())) == len(names)
    assert all(FIRST <= port < FIRST + COUNT for port in ports.values())


def test_a_new_service_moves_hardly_any_port() -> None:
    names = [("lab-local", f"service-{number}", "api") for number in range(100)]
    before, after = allocate(names), allocate([("lab-local", "new", "api"), *names])
    assert sum(before[name] != after[name] for name in names) <= 1


def test_all_that_listens_has_a_port_of_its_own(platform: Platform) -> None:
    ports = local_ports(platform, "local")
    assert len(set(ports.values())) == len(ports)
    assert {("lab-samples", "api"), ("lab-samples", "management"), ("", "gateway"), ("", "kafka")} <= set(ports)
    assert ports != local_ports(platform, "other")
