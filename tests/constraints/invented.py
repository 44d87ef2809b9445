"""Blueprints that Hypothesis invents, right by construction: names, fields, topics and services."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from plano.language.scalars import Value
from tests.constraints.edits import Data

STEM = st.from_regex(r"[a-z][a-z0-9]{0,7}", fullmatch=True)
FREE_TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="\n", exclude_characters="\ufffe\uffff"
    ),
    max_size=40,
)
"""Any character that a blueprint may hold unescaped: quotes, braces, emoji, right to left."""

SCALARS = ("uuid", "string", "string(80)", "text", "int", "bigint", "float", "decimal(12.2)", "bool", "date", "time",
           "datetime", "duration", "email", "url", "json", "enum(new | done)", "list(text)", "map(int)")  # fmt: skip
KEYS = ("uuid", "string(40)", "int", "bigint", "date", "enum(one | two)")
FIELDS = ("code", "colour", "weight", "place", "told_at", "flag", "note", "amount", "rank", "kind")


@dataclass(frozen=True, slots=True)
class World:
    """What stands around the services: each name here may be referred to."""

    types: tuple[str, ...]
    topics: tuple[str, ...]
    database: str
    issuing: bool
    roles: tuple[str, ...]
    volumes: tuple[str, ...]
    answering: list[str] = field(default_factory=list)
    """Services with endpoints, in the order in which they were made: who comes later may call them."""


def names(kind: str, most: int, least: int = 0) -> SearchStrategy[list[str]]:
    """Names that differ in more than a hyphen; `kind` tells them from names of other kinds."""
    return st.lists(STEM.map(lambda stem: f"{kind}{stem}"), min_size=least, max_size=most, unique=True)


@st.composite
def declared_field(draw: DrawFn, types: tuple[str, ...]) -> Value:
    """A field in its short or its long form."""
    kind = draw(st.sampled_from((*SCALARS, *types)))
    null = draw(st.booleans())
    if draw(st.booleans()):
        return f"{kind} | null" if null else kind
    body: Data = {"type": kind, "nullable": null, "description": draw(FREE_TEXT)}
    if kind in ("int", "bigint", "decimal(12.2)"):
        body |= {"min": draw(st.integers(-9, 0)), "max": draw(st.integers(0, 9)), "default": 0}
    if kind == "string(80)":
        body |= {"pattern": "^[A-Z]{2}-[0-9]+$", "writeonly": draw(st.booleans())}
    return body


def field_map(types: tuple[str, ...]) -> SearchStrategy[Data]:
    """Some fields."""
    return st.dictionaries(st.sampled_from(FIELDS), declared_field(types), min_size=1, max_size=4)


@st.composite
def topic(draw: DrawFn, types: tuple[str, ...]) -> Data:
    """A topic, compacted or kept for a time."""
    body: Data = {"fields": {"subject_id": draw(st.sampled_from(KEYS)), **draw(field_map(types))}}
    body["partitions"] = draw(st.integers(2, 12))
    if draw(st.booleans()):
        body |= {"key": "subject_id", **draw(st.sampled_from([{"compact": True}, {"retention": "7d"}]))}
    return body


def _access(world: World, *, owned: bool = False) -> SearchStrategy[Value]:
    if not world.issuing:
        return st.just("public")
    roles = [f"role({role})" for role in (*world.roles, "admin")]
    single: list[Value] = ["user", "service", *roles, *(["owner"] if owned else [])]
    return st.sampled_from([*single, ["service", roles[0]]])


@st.composite
def _entity(draw: DrawFn, world: World, service: str, name: str) -> Data:
    owned = world.issuing and draw(st.booleans())
    fields: Data = {"ranked": draw(st.sampled_from(KEYS)), **draw(field_map(world.types))}
    body: Data = {"fields": fields, "index": [["ranked", "created_at"]], "path": f"/{service}/{name.lower()}"}
    if owned:
        fields["holder_id"] = {"type": "uuid", "readonly": True}
        body |= {"owner": "holder_id", "unique": [["holder_id", "ranked"]]}
    return body


@st.composite
def _operation(draw: DrawFn, world: World, service: str, name: str) -> Data:
    body: Data = {"method": draw(st.sampled_from(["POST", "PUT", "PATCH"])), "path": f"/{service}/{name}",
                  "request": draw(field_map(world.types)), "access": draw(_access(world))}  # fmt: skip
    if draw(st.booleans()) and world.types:
        body |= {"response": f"list({world.types[0]})", "request": world.types[-1]}
    if draw(st.booleans()):
        body |= {"method": "GET", "path": f"/{service}/{{item_id: uuid}}/{name}", "query": {"depth": "int = 1"}}
        body = {key: value for key, value in body.items() if key != "request"}
    return body


def _some(known: tuple[str, ...], most: int) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(known), unique=True, max_size=most) if known else st.just([])


@st.composite
def fastapi(draw: DrawFn, world: World, name: str, *, issuer: bool) -> Data:
    """A service whose code is generated; it calls only those before it."""
    body: Data = {"kind": "fastapi", "description": draw(FREE_TEXT)}
    entities: Data = (
        {each: draw(_entity(world, name, each)) for each in draw(names("Ent", 2))} if world.database else {}
    )
    if issuer:
        body |= {"issuer": True, "roles": list(world.roles)}
        entities["Person"] = {
            "fields": {"email": "email"},
            "unique": [["email"]],
            "owner": "id",
            "path": f"/{name}/person",
        }
    if entities:
        body["entities"] = entities
        body["expose"] = {each: {"list": draw(_access(world)), "get": draw(_access(world))} for each in entities}
    operations: Data = {each: draw(_operation(world, name, each)) for each in draw(names("do_", 2))}
    if operations:
        body["operations"] = operations
    if world.database and (entities or draw(st.booleans())):
        body["database"] = world.database
        body["publishes"] = list(draw(_some(world.topics, 3)))
    consumed = draw(_some(world.topics, 2))
    if consumed:
        body["consumes"] = {each: {"handler": f"hear_{at}", "batch": 5} for at, each in enumerate(consumed)}
        body["consumers"] = {"min": 1, "max": 2}
    body["calls"] = list(draw(_some(tuple(world.answering), 2)))
    body |= draw(_beside(world))
    if entities or operations:
        world.answering.append(name)
    return body


@st.composite
def _beside(draw: DrawFn, world: World) -> Data:
    """Scale, settings, volumes and a schedule, or not."""
    every: Data = {
        "scale": {"min": 1, "max": draw(st.integers(1, 4)), "cpu_target": "70%"},
        "resources": {"cpu": "50m", "memory": "64Mi"},
        "config": {"depth": "int = 3", "secret_key": {"type": "text", "secret": True}},
        "schedule": {"nightly": {"cron": "0 2 * * *", "zone": "Europe/Madrid", "handler": "tidy_up"}},
    }
    if world.volumes:
        kind = draw(st.sampled_from(world.volumes))
        every["volumes"] = {"files": {"class": kind, "size": "1Gi", "path": "/files"}}
        if kind == "block":
            every["scale"] = {"min": 1, "max": 1}
    return {key: value for key, value in every.items() if draw(st.booleans())}
