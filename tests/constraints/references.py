"""Names that must be declared: each reference of the language, broken by one that nothing has."""

from __future__ import annotations

from collections.abc import Iterator

from plano.language.places import Path
from tests.constraints.edits import (
    Data,
    account,
    append,
    at,
    entities,
    field_maps,
    issuer,
    list_at,
    map_at,
    operations,
    put,
    services,
    text_at,
)  # fmt: skip
from tests.constraints.judge import Broken, Constraint, Sample, key, value, within


def _publishes(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        if body.get("publishes"):
            changed, item = append(sample.data, ("services", name, "publishes"), "nowhere.heard")
            yield Broken(changed, value(*item))


def _consumes(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        if body.get("consumes"):
            path = ("services", name, "consumes", "nowhere.heard")
            yield Broken(put(sample.data, path, {}), key(*path))


def _calls(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        if body.get("calls"):
            changed, item = append(sample.data, ("services", name, "calls"), "nowhere")
            yield Broken(changed, value(*item))


def _routes(sample: Sample) -> Iterator[Broken]:
    for route in map_at(sample.data, "routes"):
        path = ("routes", route, "service")
        yield Broken(put(sample.data, path, "nowhere"), value(*path))


def _overrides(sample: Sample) -> Iterator[Broken]:
    for environment in map_at(sample.data, "environments"):
        path = ("environments", environment, "services", "nowhere")
        yield Broken(put(sample.data, path, {}), key(*path))


def _through(sample: Sample) -> Iterator[Broken]:
    if at(sample.data, "alerts", "through"):
        yield Broken(put(sample.data, ("alerts", "through"), "nowhere"), value("alerts", "through"))


def _types(sample: Sample) -> Iterator[Broken]:
    for role, path in field_maps(sample.data):
        field = (*path, "nowhere")
        yield Broken(put(sample.data, field, "list(Nowhere) | null"), within("Nowhere", *field))
        if role == "config":
            yield Broken(put(sample.data, field, {"type": "Nowhere"}), within("Nowhere", *field))


def _types_of_arguments(sample: Sample) -> Iterator[Broken]:
    for path, _ in operations(sample.data):
        where = (*path, "path")
        written = text_at(sample.data, *where).rstrip("/") + "/{nowhere: Nowhere}"
        yield Broken(put(sample.data, where, written), within("Nowhere", *where))


def _bodies(sample: Sample) -> Iterator[Broken]:
    for path, body in operations(sample.data):
        if "request" in body:
            yield Broken(put(sample.data, (*path, "request"), "Nowhere"), value(*path, "request"))


def _answers(sample: Sample) -> Iterator[Broken]:
    for path, body in operations(sample.data):
        if "response" in body:
            yield Broken(put(sample.data, (*path, "response"), "Nowhere"), within("Nowhere", *path, "response"))
            yield Broken(put(sample.data, (*path, "response"), "list(Nowhere)"), within("Nowhere", *path, "response"))


def _exposed(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        if body.get("expose"):
            path = ("services", name, "expose", "Nowhere")
            access = "user" if issuer(sample.data) else "public"
            yield Broken(put(sample.data, path, {"list": access}), key(*path))


def _refs(sample: Sample) -> Iterator[Broken]:
    for _, path, _ in entities(sample.data):
        field = (*path, "fields", "nowhere_id")
        yield Broken(put(sample.data, field, "ref(Nowhere)"), within("Nowhere", *field))


def _columns(sample: Sample) -> Iterator[Broken]:
    for _, path, body in entities(sample.data):
        for name in ("unique", "index"):
            changed, item = append(sample.data, (*path, name), ["nowhere"])
            yield Broken(changed, value(*item, 0))
            if list_at(body, name):
                longer, column = append(sample.data, (*path, name, 0), "nowhere")
                lonely = name == "unique" and path == account(sample.data)
                yield from () if lonely else (Broken(longer, value(*column)),)


def _owners(sample: Sample) -> Iterator[Broken]:
    for _, path, body in entities(sample.data):
        if "owner" in body and path != account(sample.data):
            yield Broken(put(sample.data, (*path, "owner"), "nowhere"), value(*path, "owner"))


def _hosts(sample: Sample) -> Iterator[Broken]:
    for name, body in map_at(sample.data, "databases").items():
        if at(body, "host"):
            yield Broken(put(sample.data, ("databases", name, "host"), "nowhere"), value("databases", name, "host"))


def _gateway(sample: Sample) -> Iterator[Broken]:
    path = ("systems", "wireguard", "gateway", "host")
    if at(sample.data, *path):
        yield Broken(put(sample.data, path, "nowhere"), value(*path))


def _databases(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        if "database" in body:
            path = ("services", name, "database")
            yield Broken(put(sample.data, path, "nowhere"), value(*path))


def _roles(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data) if issuer(sample.data) else ():
        for entity, verbs in map_at(body, "expose").items():
            for verb in verbs if isinstance(verbs, dict) else ():
                yield _guarded(sample.data, ("services", name, "expose", entity, verb))
    for path, body in operations(sample.data) if issuer(sample.data) else ():
        if "access" in body:
            yield _guarded(sample.data, (*path, "access"))


def _guarded(data: Data, path: Path) -> Broken:
    found = at(data, *path)
    access = found if isinstance(found, list) else [found]
    return Broken(put(data, path, [*access, "role(nobody)"]), within("nobody", *path))


def _settings(sample: Sample) -> Iterator[Broken]:
    for environment in map_at(sample.data, "environments"):
        for name, _ in services(sample.data):
            path = ("environments", environment, "services", name, "config", "nowhere")
            yield Broken(put(sample.data, path, 1), key(*path))


def _secrets(sample: Sample) -> Iterator[Broken]:
    for environment in map_at(sample.data, "environments"):
        for name, body in services(sample.data):
            for setting in map_at(body, "config"):
                if at(body, "config", setting, "secret"):
                    path = ("environments", environment, "services", name, "config", setting)
                    yield Broken(put(sample.data, path, "in the clear"), key(*path))


def _keys(sample: Sample) -> Iterator[Broken]:
    for topic in map_at(sample.data, "topics"):
        yield Broken(put(sample.data, ("topics", topic, "key"), "nowhere"), value("topics", topic, "key"))


REFERENCES: tuple[Constraint, ...] = (
    Constraint("a topic that is published is declared", "unknown-topic", _publishes),
    Constraint("a topic that is consumed is declared", "unknown-topic", _consumes),
    Constraint("a service that is called is declared", "unknown-service", _calls),
    Constraint("a route leads to a declared service", "unknown-service", _routes),
    Constraint("an environment changes declared services", "unknown-service", _overrides),
    Constraint("alerts go through a declared service", "unknown-service", _through),
    Constraint("a field has a declared type", "unknown-type", _types),
    Constraint("an argument of a path has a declared type", "unknown-type", _types_of_arguments),
    Constraint("a request is a declared type", "unknown-type", _bodies),
    Constraint("a response is a declared type or entity", "unknown-type", _answers),
    Constraint("what is exposed is an entity", "unknown-entity", _exposed),
    Constraint("a ref is to an entity of its service", "unknown-entity", _refs),
    Constraint("unique and index name fields", "unknown-field", _columns),
    Constraint("an owner is a field", "unknown-field", _owners),
    Constraint("a database is on a declared host", "unknown-host", _hosts),
    Constraint("the gateway of the VPN is a declared host", "unknown-host", _gateway),
    Constraint("a service's database is declared", "unknown-database", _databases),
    Constraint("a role is one that the issuer gives", "unknown-role", _roles),
    Constraint("an environment sets declared settings", "unknown-setting", _settings),
    Constraint("an environment sets no secret", "secret-in-the-clear", _secrets),
    Constraint("a topic's key is a field of it", "key-not-a-field", _keys),
)
