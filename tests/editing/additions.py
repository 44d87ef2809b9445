"""Things to add to a blueprint, drawn at random: a kind, a place, a name, and a body that is right there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from plano.editing.sheet import Sheet
from plano.editing.subjects import Kind
from plano.language.scalars import Value

_TEXTS = st.sampled_from(
    ["Plain words.", 'It\'s: "quoted", {braced} # and $marked', "no", "08", "~", "a\nb", " \t", "ñ 🙂"]
)
_TYPES = st.sampled_from(["uuid", "int = 0", "text | null", "decimal(12.2)", "list(string(20))", "enum(a | b) = a"])
_SYSTEMS: dict[str, Value] = {
    "traefik": {}, "elk": {"retention": "14d"}, "argocd": {}, "cloudflare": {"zone": "many.example"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addition:
    """What to add, as `plano add` takes it."""

    kind: Kind
    name: str
    body: Value


@st.composite
def additions(draw: DrawFn, sheet: Sheet) -> Addition:
    """An addition that the blueprint of `sheet` can take."""
    free = [system for system in _SYSTEMS if not sheet.has(("systems", system))]
    kinds: list[Kind] = ["host", "service", "topic", "route", "entity", "field"]
    kind = draw(st.sampled_from([*kinds, "system"] if free else kinds))
    name = f"new-{draw(st.integers(1, 999))}"
    number = draw(st.integers(1, 200))
    word = name.replace("-", "_")
    fields = {f"{field}_{word}": draw(_TYPES) for field in draw(st.lists(st.sampled_from("abcd"), unique=True))}
    match kind:
        case "host":
            network = "10.1.200" if sheet.has(("hosts", "rack-0")) else "10.17.3"
            return Addition(kind, name, {"address": f"{network}.{number + 40}", "roles": ["worker"]})
        case "service":
            body: dict[str, Value] = {"kind": "fastapi", "description": draw(_TEXTS), "database": "main"}
            tables: dict[str, Value] = {"entities": {"Thing": {"fields": {**fields}}}} if fields else {}
            return Addition(kind, name, body | tables)
        case "topic":
            more: dict[str, Value] = {"description": draw(_TEXTS)} if draw(st.booleans()) else {}
            return Addition(kind, f"{name}.told", {"key": "told_id", **more, "fields": {"told_id": "uuid", **fields}})
        case "route":
            service, path = ("work-0", "pieces") if sheet.has(("services", "work-0")) else ("orders", "orders")
            return Addition(kind, f"/{name}/{path}", {"service": service, "strip": f"/{name}"})
        case "entity":
            return Addition(
                kind, f"{draw(st.sampled_from(_keeping(sheet)))}.New{number}", {"fields": {**fields}} if fields else {}
            )
        case "field":
            return Addition(kind, f"{draw(st.sampled_from(_with_fields(sheet)))}.{word}", draw(_TYPES))
    system = draw(st.sampled_from(free))
    return Addition("system", system, _SYSTEMS[system])


def _keeping(sheet: Sheet) -> list[str]:
    """The services that may have entities."""
    names = [str(step) for step in sheet.steps(("services",))]
    return [
        name
        for name in names
        if sheet.value(("services", name, "kind")) == "fastapi" and sheet.has(("services", name, "database"))
    ]


def _with_fields(sheet: Sheet) -> list[str]:
    """Every entity, topic and type."""
    entities = (
        f"{service}.{entity}"
        for service in sheet.steps(("services",))
        for entity in sheet.steps(("services", service, "entities"))
    )
    return [*entities, *map(str, itertools.chain(sheet.steps(("topics",)), sheet.steps(("types",))))]
