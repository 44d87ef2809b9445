"""Documents that Hypothesis invents, out of all that is read of OpenAPI, with values that fit their schemas."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from tests.externals.depot import Json, api

Schema = dict[str, Json]

NAMES = st.one_of(
    st.sampled_from(
        ["id", "class", "sentAt", "sent_at", "list", "a/b", "a~b", "model_dump", "Ä", "日本", "1st", "date"]
    ),
    st.text(min_size=1, max_size=8).filter(lambda text: "\0" not in text and text.encode("utf-8", "ignore") != b""),
).filter(lambda text: text.encode("utf-8", "replace").decode() == text)
TEXTS = st.text(max_size=30).filter(lambda text: text.encode("utf-8", "replace").decode() == text)
COMPONENTS = ("Parcel", "parcel", "Zone", "a.b", "Any-Thing")

_PRIMITIVES = st.sampled_from(
    [
        {"type": "string"},
        {"type": "integer", "format": "int64"},
        {"type": "number"},
        {"type": "boolean"},
        {"type": "string", "format": "uuid"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "nobody knows"},
        {"type": ["string", "null"]},
        {"type": ["integer", "string"]},
        {"type": "null"},
        {"nullable": True, "type": "number"},
        {"const": "x"},
        {"enum": ["a", 1, True, None]},
        {"enum": [1.5, "a"]},
        {},
        True,
    ]
)
_REFERENCES = st.sampled_from(COMPONENTS).map(lambda name: {"$ref": f"#/components/schemas/{name}"})


def _composed(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        inner.map(lambda item: {"type": "array", "items": item}),
        inner.map(lambda value: {"type": "object", "additionalProperties": value}),
        some.map(lambda of: {"oneOf": of}),
        some.map(lambda of: {"anyOf": of, "description": "either"}),
        inner.map(lambda of: {"allOf": [of], "nullable": True}),
        _objects(inner),
    )


def _objects(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    flags: st.SearchStrategy[Schema] = st.sampled_from([{}, {"readOnly": True}, {"writeOnly": True}])
    described = st.builds(lambda of, flag: {**of, **flag} if isinstance(of, dict) else of, inner, flags)
    return st.builds(
        lambda members, more, text: {
            "type": "object",
            "properties": members,
            "required": sorted(members)[::2],
            "description": text,
            **more,
        },
        st.dictionaries(NAMES, described, min_size=1, max_size=4),
        st.sampled_from([{}, {"additionalProperties": True}, {"additionalProperties": False}]),
        TEXTS,
    )


SCHEMAS: st.SearchStrategy[Json] = st.recursive(_PRIMITIVES | _REFERENCES, _composed, max_leaves=6)
OBJECTS = _objects(SCHEMAS)
_BODIES: st.SearchStrategy[Json] = st.one_of(
    SCHEMAS.map(lambda schema: {"application/json": {"schema": schema}}),
    SCHEMAS.map(lambda schema: {"application/vnd.carrier+json; v=1": {"schema": schema}}),
    st.just({"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}),
    st.just({"application/pdf": {}}),
    st.just({}),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Json]:
    """A whole document. Every reference leads somewhere; not all of it can be typed."""
    paths: dict[str, Json] = {}
    used: set[str] = set()
    for at in range(draw(st.integers(1, 3))):
        item: dict[str, Json] = {}
        for method in draw(st.sets(st.sampled_from(["get", "post", "put", "patch", "delete", "head"]), min_size=1)):
            item[method] = _operation(draw, used)
        paths[f"/p{at}/{{parcel-id}}"] = item
    schemas = {name: draw(OBJECTS) for name in COMPONENTS}
    return api(paths, schemas, openapi=draw(st.sampled_from(["3.0.3", "3.1.0"])), info={"title": draw(TEXTS)})


def _operation(draw: st.DrawFn, used: set[str]) -> dict[str, Json]:
    parameters: list[Json] = [{"name": "parcel-id", "in": "path", "required": True, "schema": {"type": "string"}}]
    for name in draw(st.lists(NAMES, max_size=3, unique=True)):
        style = draw(st.sampled_from(["form", "spaceDelimited", "pipeDelimited", "deepObject"]))
        parameters.append(
            {"name": name, "in": "query", "style": style, "schema": draw(SCHEMAS), "required": draw(st.booleans())}
        )
    found: dict[str, Json] = {
        "summary": draw(TEXTS),
        "parameters": parameters,
        "responses": {
            status: {"description": draw(TEXTS), "content": draw(_BODIES)}
            for status in draw(st.sets(st.sampled_from(["200", "201", "204", "2XX", "404", "default"])))
        },
    }
    named = draw(NAMES)
    if named not in used:
        used.add(named)
        found["operationId"] = named
    if draw(st.booleans()):
        found["requestBody"] = {"required": draw(st.booleans()), "content": draw(_BODIES)}
    return found


_VALUES: dict[str, Callable[[], st.SearchStrategy[Json]]] = {
    "string": lambda: st.text(max_size=5).filter(lambda text: text.encode("utf-8", "replace").decode() == text),
    "integer": lambda: st.integers(-(2**53), 2**53),
    "number": lambda: st.floats(-1e6, 1e6),
    "boolean": st.booleans,
}


@st.composite
def typed(draw: st.DrawFn, depth: int = 2) -> tuple[Schema, Json]:
    """A schema of which everything is typed, and a value that fits it."""
    kind = draw(st.sampled_from([*_VALUES, *(["array", "object", "map", "null"] if depth else [])]))
    if kind == "array":
        schema, value = draw(typed(depth - 1))
        return {"type": "array", "items": schema}, [value] * draw(st.integers(0, 2))
    if kind == "map":
        schema, value = draw(typed(depth - 1))
        return {"type": "object", "additionalProperties": schema}, dict.fromkeys(draw(st.sets(NAMES)), value)
    if kind == "null":
        schema, value = draw(typed(0))
        return {**schema, "type": [schema["type"], "null"]}, draw(st.sampled_from([value, None]))
    if kind == "object":
        members = {name: draw(typed(depth - 1)) for name in draw(st.sets(NAMES, min_size=1, max_size=4))}
        properties: Schema = {name: schema for name, (schema, _) in members.items()}
        kept = {name: value for name, (_, value) in members.items() if draw(st.booleans())}
        return {"type": "object", "properties": properties, "required": sorted(kept)}, kept
    return {"type": kind}, draw(_VALUES[kind]())
