"""Entities, operations and who may call them: what the rules on a service's API refuse."""

from __future__ import annotations

from collections.abc import Iterator

from plano.language.places import Path
from plano.language.scalars import Value
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
    put,
    remove,
    services,
)
from tests.constraints.judge import Broken, Constraint, Sample, key, value, within

NAMES: dict[str, tuple[str, ...]] = {
    "every map": ("class", "metadata", "model_config", "schema"),
    "entity": ("id", "row_version", "cursor", "limit"),
    "query": ("sort", "count", "ctx", "self"),
    "topic": ("topic", "key_field", "of"),
    "type": ("self",),
    "request": ("self",),
}


def access(data: Data) -> str:
    """Who may call what is added, with nothing else said about it."""
    return "user" if issuer(data) else "public"


def operation(sample: Sample, **body: Value) -> Iterator[tuple[Data, Path]]:
    """Each fastapi service, with one operation more."""
    for name, service in services(sample.data, "fastapi"):
        if service.get("operations"):
            path = ("services", name, "operations", "try_out")
            yield put(sample.data, path, {"path": "/tried", "access": access(sample.data), **body}), path


def _reserved_fields(sample: Sample) -> Iterator[Broken]:
    for role, path in field_maps(sample.data):
        for name in (*NAMES["every map"], *NAMES.get(role, ())):
            yield Broken(put(sample.data, (*path, name), "int"), key(*path, name))


def _reserved_arguments(sample: Sample) -> Iterator[Broken]:
    for name in ("ctx", "class"):
        for changed, path in operation(sample, path=f"/tried/{{{name}: uuid}}"):
            yield Broken(changed, within(name, *path, "path"))


def _password(sample: Sample) -> Iterator[Broken]:
    for name, path, _ in entities(sample.data):
        if name == issuer(sample.data):
            yield Broken(put(sample.data, (*path, "fields", "password"), "text"), key(*path, "fields", "password"))


def _body_of_a_get(sample: Sample) -> Iterator[Broken]:
    for method in ("GET", "DELETE"):
        for changed, path in operation(sample, method=method, request={"told": "text"}):
            yield Broken(changed, key(*path, "request"))


def _answer_of_nothing(sample: Sample) -> Iterator[Broken]:
    for status in (204, 205):
        for changed, path in operation(sample, method="GET", status=status, response={"told": "text"}):
            yield Broken(changed, value(*path, "status"))


def _arguments_twice(sample: Sample) -> Iterator[Broken]:
    for changed, path in operation(sample, method="GET", path="/tried/{told: uuid}", query={"told": "int"}):
        yield Broken(changed, key(*path, "query", "told"))
    for changed, path in operation(sample, method="PUT", path="/tried/{told: uuid}", request={"told": "int"}):
        yield Broken(changed, key(*path, "request", "told"))


def _same_endpoint(sample: Sample) -> Iterator[Broken]:
    for changed, path in operation(sample, method="GET", path="/tried/{one: uuid}"):
        again = (*path[:-1], "try_again")
        body: Value = {"method": "GET", "path": "/tried/{other: int}", "access": access(sample.data)}
        yield Broken(put(changed, again, body), key(*again))
    for changed, path in operation(sample, method="GET", path="/docs"):
        yield Broken(changed, key(*path))


def _ref_elsewhere(sample: Sample) -> Iterator[Broken]:
    entity = next((str(path[-1]) for _, path, _ in entities(sample.data)), "")
    for role, path in field_maps(sample.data) if entity else ():
        kind = "list(ref(%s))" if role == "entity" else "ref(%s)"
        inside = entity if role != "entity" else str(path[-2])
        yield Broken(put(sample.data, (*path, "other_id"), kind % inside), within("ref", *path, "other_id"))


def _type_in_itself(sample: Sample) -> Iterator[Broken]:
    for name in map_at(sample.data, "types"):
        path = ("types", name, "again")
        yield Broken(put(sample.data, path, f"list({name}) | null"), within(name, *path))


def _index_of_lists(sample: Sample) -> Iterator[Broken]:
    for _, path, _ in entities(sample.data):
        for kind in ("json", "list(text)", "map(int)"):
            with_field = put(sample.data, (*path, "fields", "tried"), kind)
            changed, item = append(with_field, (*path, "index"), ["tried"])
            yield Broken(changed, value(*item, 0))


def _owner_not_an_id(sample: Sample) -> Iterator[Broken]:
    for _, path, _ in entities(sample.data):
        for kind in ("text", "uuid | null") if path != account(sample.data) else ():
            with_field = put(sample.data, (*path, "fields", "tried"), kind)
            yield Broken(put(with_field, (*path, "owner"), "tried"), value(*path, "owner"))


def _owner_without_field(sample: Sample) -> Iterator[Broken]:
    for name, path, body in entities(sample.data) if issuer(sample.data) else ():
        if "owner" not in body and isinstance(at(sample.data, "services", name, "expose"), dict | None):
            verb = ("services", name, "expose", path[-1], "get")
            if not isinstance(at(sample.data, *verb[:-1]), list):
                yield Broken(put(sample.data, verb, "owner"), within("owner", *verb))


def _nobody_knows_people(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi") if not issuer(sample.data) else ():
        for operation_name in map_at(body, "operations"):
            path = ("services", name, "operations", operation_name, "access")
            yield Broken(put(sample.data, path, ["owner"]), within("owner", *path))


def _nobody_has_tokens(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi") if not issuer(sample.data) else ():
        for operation_name in map_at(body, "operations"):
            path = ("services", name, "operations", operation_name, "access")
            for kind in ("user", "service", "role(admin)"):
                yield Broken(put(sample.data, path, kind), within(kind.partition("(")[0], *path))
        if body.get("access") and (body.get("operations") or isinstance(body.get("expose"), dict)):
            yield Broken(remove(sample.data, ("services", name, "access")), key("services", name))


def _two_issuers(sample: Sample) -> Iterator[Broken]:
    first = issuer(sample.data)
    order = [name for name, _ in services(sample.data)]
    for name, body in services(sample.data, "fastapi") if first else ():
        if name != first and "database" in body:
            path: Path = ("services", name)
            fields: Value = {"email": "email"}
            person: Value = {"fields": fields, "unique": [["email"]], "owner": "id"}
            with_person = put(sample.data, (*path, "entities", "Somebody"), person)
            second = name if order.index(name) > order.index(first) else first
            yield Broken(put(with_person, (*path, "issuer"), True), key("services", second, "issuer"))


def _account(sample: Sample) -> Iterator[Broken]:
    path = account(sample.data)
    if path is None:
        return
    data, name = sample.data, issuer(sample.data)
    found = next(each for each in map_at(data, *path, "fields") if at(data, *path, "fields", each) == "email")
    at_issuer, at_entity = key("services", name, "issuer"), key(*path)
    yield Broken(put(data, (*path, "fields", found), "text"), at_entity)
    yield Broken(put(data, (*path, "fields", "other_email"), "email"), at_entity)
    yield Broken(remove(data, (*path, "unique")), at_entity)
    yield Broken(put(data, (*path, "fields", found), "email | null"), key(*path, "fields", found))
    yield Broken(put(data, (*path[:-1], "Second"), {"owner": "id"}), at_issuer)
    yield Broken(remove(data, (*path, "owner")), at_issuer)


def _roles_elsewhere(sample: Sample) -> Iterator[Broken]:
    for name, _ in services(sample.data, "fastapi"):
        if name != issuer(sample.data):
            yield Broken(put(sample.data, ("services", name, "roles"), ["helper"]), key("services", name, "roles"))


def _without_database(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        if body.get("entities"):
            yield Broken(remove(sample.data, ("services", name, "database")), key("services", name, "entities"))


def _outbox_without_database(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        if list_at(body, "publishes") and not body.get("entities"):
            yield Broken(remove(sample.data, ("services", name, "database")), key("services", name, "publishes"))


ENDPOINTS: tuple[Constraint, ...] = (
    Constraint("a field has no reserved name", "reserved-field-name", _reserved_fields),
    Constraint("an argument of a path has no reserved name", "reserved-field-name", _reserved_arguments),
    Constraint("the issuer's entities have no password", "reserved-field-name", _password),
    Constraint("GET and DELETE have no body", "body-not-allowed", _body_of_a_get),
    Constraint("204 and 205 have no answer", "body-not-allowed", _answer_of_nothing),
    Constraint("an operation takes each argument once", "argument-twice", _arguments_twice),
    Constraint("an endpoint has a method and a path of its own", "endpoint-clash", _same_endpoint),
    Constraint("a ref is a field of an entity", "ref-outside-entity", _ref_elsewhere),
    Constraint("no type holds itself", "types-cycle", _type_in_itself),
    Constraint("an index is of plain fields", "index-not-plain", _index_of_lists),
    Constraint("an owner is a uuid that is always there", "owner-not-an-id", _owner_not_an_id),
    Constraint("what is for owners says whose a row is", "owner-without-field", _owner_without_field),
    Constraint("owners need an issuer", "owner-without-issuer", _nobody_knows_people),
    Constraint("tokens need an issuer", "public-needed-without-issuer", _nobody_has_tokens),
    Constraint("one service issues tokens", "two-issuers", _two_issuers),
    Constraint("the issuer knows its accounts", "issuer-account", _account),
    Constraint("roles are the issuer's", "roles-without-issuer", _roles_elsewhere),
    Constraint("entities need a database", "entities-without-database", _without_database),
    Constraint("an outbox needs a database", "publishes-without-database", _outbox_without_database),
)
