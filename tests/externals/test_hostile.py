"""Whatever a document holds, it is read, or refused with words, and it never becomes code of its own choosing."""

from __future__ import annotations

import ast
import json
import time
from pathlib import Path

import pytest

from tests.externals.depot import Json, answering, api, asking, depot, faults, findings, imported, module, objections
from tests.externals.depot import planted as plant

NASTY = (
    "class", "None", "True", "import", "self", "body", "call", "request", "external", "list", "str", "int", "dict",
    "l", "I", "O", "_", "__init__", "__class__", "model_config", "model_dump", "json", "copy", "date", "Literal",
    "WireModel", "CarrierClient", "DescribedClient", "TypeAdapter", "JsonValue", "../x", "a/b", "a~b", "a'b", 'a"b',
    '"""', "'''", "\\", "a\nb", "\n\nimport os\n", "{x}", "{{ view }}", "{% raw %}", "#", "ÄÖ", "Straße", "日本", "🙂",
    "0", "1st", " ", "a b", "a-b", "a_b", "aB", "AB", "x" * 300, "\u2028", "\u202e", "$ref", "\x7f", "outbound",
)  # fmt: skip
"""Names and texts that mean something somewhere."""


def members(names: tuple[str, ...]) -> dict[str, Json]:
    return {name: {"type": "string", "description": name} for name in names}


def nasty() -> dict[str, Json]:
    """A document in which everything is called what is nasty."""
    schemas: dict[str, Json] = {
        name: {"type": "object", "properties": members(NASTY), "description": name} for name in NASTY
    }
    schemas["Choice"] = {"enum": [*NASTY, 0, 1, True, False, -5]}
    paths: dict[str, Json] = {}
    for at, name in enumerate(NASTY):
        reference = name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
        schema = {"$ref": f"#/components/schemas/{reference}"}
        content = {"application/json": {"schema": schema}}
        places = ("query", "header") if name.isascii() and name.isalnum() else ("query",)
        paths[f"/p{at}/{{{'id'}}}"] = {
            "post": {
                "operationId": name,
                "summary": name,
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"$ref": "#/components/schemas/Choice"}},
                    *({"name": name, "in": place, "schema": {"type": "integer"}} for place in places),
                ],
                "requestBody": {"content": content},
                "responses": {"200": {"content": content}, "404": {"description": name}},
            }
        }
    return api(paths, schemas, info={"title": '""" + exit() + """', "version": "\n"})


def test_names_and_texts_become_names_and_texts(tmp_path: Path) -> None:
    source = module(depot(tmp_path, nasty()))
    made = imported(source, "carrier_of_nasty")
    tree = ast.parse(source)
    assert {type(node).__name__ for node in tree.body} == {"Expr", "ImportFrom", "ClassDef", "Assign"}
    methods = [each for each in vars(made.CarrierClient) if not each.startswith("_")]
    assert len(methods) == len(NASTY) + 1  # and `external`
    wire = {field.serialization_alias or name for name, field in made.AB.model_fields.items()}
    assert wire == set(NASTY)
    for name in NASTY:
        assert made.AB.model_validate({name: "x"}).model_dump_json(exclude_unset=True) == json.dumps(
            {name: "x"}, ensure_ascii=False, separators=(",", ":")
        )


def test_tools_have_nothing_to_say_of_them(tmp_path: Path) -> None:
    plant(depot(tmp_path, nasty()))
    assert objections(tmp_path) == {}


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},
        {"A": {"$ref": "#/components/schemas/A"}},
        {"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"x": {}}}]}},
        {"A": {"allOf": [{"$ref": "#/components/schemas/B"}], "properties": {"x": {}}},
         "B": {"allOf": [{"$ref": "#/components/schemas/A"}], "properties": {"y": {}}}},
    ],
)  # fmt: skip
def test_a_circle_without_a_way_out_is_refused(schemas: Json, tmp_path: Path) -> None:
    root = depot(tmp_path, answering({"$ref": "#/components/schemas/A"}, schemas))
    assert faults(root) == ["bad-openapi"]
    assert "circle" in findings(root)[0].message or "part of itself" in findings(root)[0].message


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"$ref": "#/components/schemas/A"}},
        {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/A"}},
        {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/A"}]},
        {"allOf": [{"$ref": "#/components/schemas/A"}]},
    ],
)
def test_a_schema_of_itself_alone_is_any_json_and_a_note_says_where(schema: Json, tmp_path: Path) -> None:
    root = depot(tmp_path, answering({"$ref": "#/components/schemas/A"}, {"A": schema}))
    (note,) = findings(root)
    assert (note.code, note.severity.value) == ("openapi-untyped", "note")
    assert "#/components/schemas/A: a schema that holds itself has to be an object" in note.message
    imported(module(root), "carrier_of_itself")


def test_a_tree_of_objects_is_typed_to_its_leaves(tmp_path: Path) -> None:
    children = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
    tree = {"type": "object", "properties": {"name": {"type": "string"}, "children": children}}
    made = imported(module(depot(tmp_path, answering({"$ref": "#/components/schemas/Tree"}, {"Tree": tree}))), "trees")
    read = made.Tree.model_validate_json('{"name": "a", "children": [{"name": "b", "children": [{}]}]}')
    assert isinstance(read.children[0].children[0], made.Tree)


def test_a_chain_of_five_thousand_objects_is_followed(tmp_path: Path) -> None:
    schemas = {
        f"S{at}": {"type": "object", "properties": {"next": {"$ref": f"#/components/schemas/S{at + 1}"}}}
        for at in range(5000)
    } | {"S5000": {"type": "string"}}
    assert module(depot(tmp_path, answering({"$ref": "#/components/schemas/S0"}, schemas))).count("\nclass S") == 5000


def test_a_chain_of_five_thousand_lists_is_not(tmp_path: Path) -> None:
    schemas: dict[str, Json] = {"S5000": {"type": "string"}}
    for at in range(5000):
        schemas[f"S{at}"] = {"type": "array", "items": {"$ref": f"#/components/schemas/S{at + 1}"}}
    root = depot(tmp_path, answering({"$ref": "#/components/schemas/S0"}, schemas))
    assert [each.code for each in findings(root)] == ["openapi-untyped"]
    parts = {f"S{at}": {"allOf": [{"$ref": f"#/components/schemas/S{at + 1}"}, {"properties": {f"p{at}": {}}}]}
             for at in range(5000)} | {"S5000": {"type": "object", "properties": {}}}  # fmt: skip
    assert faults(depot(tmp_path, answering({"$ref": "#/components/schemas/S0"}, parts))) == ["bad-openapi"]


def test_a_reference_to_every_member_of_every_object_is_read_once(tmp_path: Path) -> None:
    names = [f"S{at}" for at in range(60)]
    every = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    schemas = {name: {"type": "object", "properties": every} for name in names}
    started = time.perf_counter()
    module(depot(tmp_path, answering({"$ref": "#/components/schemas/S0"}, schemas)))
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, '{"a":' * 900 + "1" + "}" * 900])
@pytest.mark.parametrize("file", ["api.json", "api.yaml"])
def test_what_is_too_deep_is_refused(deep: str, file: str, tmp_path: Path) -> None:
    assert set(faults(depot(tmp_path, deep, file))) == {"bad-openapi"}


def test_a_laugh_of_aliases_is_refused(tmp_path: Path) -> None:
    laugh = "a0: &a0 [x, x]\n" + "".join(f"a{at}: &a{at} [*a{at - 1}, *a{at - 1}]\n" for at in range(1, 40))
    root = depot(tmp_path, laugh, "api.yaml")
    assert set(faults(root)) == {"bad-openapi"}
    assert "an anchor stands here, and none is read" in findings(root)[0].message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"openapi": "3.0.0", "openapi": "3.1.0"}', "an object has the key 'openapi' twice"),
        ('{"openapi": NaN}', "a number stands here that JSON does not have"),
        ('{"openapi": "\\ud800"}', "half a character (a lone surrogate) stands in a text"),
        ('{"openapi": ' + "9" * 5000 + "}", "a number stands here that JSON does not have"),
        ('{"openapi": "3.0.0",', "this is not JSON"),
        ("[]", "this is no OpenAPI document"),
        ("null", "this is no OpenAPI document"),
        ("", "this is no OpenAPI document"),
        ('"text"', "this is no OpenAPI document"),
        ('{"swagger": "2.0"}', "this is Swagger 2, and OpenAPI 3.0 and 3.1 are read"),
        ('{"openapi": "4.0.0"}', "OpenAPI 3.0 and 3.1 are read, and this is neither"),
        ('{"openapi": "3.0.0"}', "there is no operation here"),
        ('{"openapi": "3.0.0", "paths": []}', "an object belongs here"),
        ('{"openapi": "3.0.0", "paths": {"/a": {"get": 5}}}', "an object belongs here"),
    ],
)
def test_what_is_no_document_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    root = depot(tmp_path, text)
    assert faults(root) == ["bad-openapi"]
    assert said in findings(root)[0].message


@pytest.mark.parametrize("path", ["a", "//evil.example/a", "/a?b", "/a#b", "/../a", "/a b", "/a\nb", "/{", "/{a", "/é"])
def test_what_is_no_path_is_refused(path: str, tmp_path: Path) -> None:
    assert faults(depot(tmp_path, api({path: {"get": {"responses": {}}}}))) == ["bad-openapi"]


@pytest.mark.parametrize(
    "parameter",
    [
        {"name": "a\r\nX-Evil", "in": "header"},
        {"name": "", "in": "query"},
        {"name": "a", "in": "nowhere"},
        {"name": "a", "in": "path", "required": True},
        {"name": "a", "in": "query", "schema": {"type": "sting"}},
        {"name": "a", "in": "query", "required": "yes"},
        {"$ref": "#/components/parameters/none"},
        {"$ref": "http://evil.example/parameters.json"},
        {"$ref": "other.json#/a"},
        {"$ref": 5},
        5,
    ],
)
def test_what_is_no_parameter_is_refused(parameter: Json, tmp_path: Path) -> None:
    assert faults(depot(tmp_path, asking(parameter))) == ["bad-openapi"]


def test_a_media_type_cannot_end_a_header(tmp_path: Path) -> None:
    content: Json = {"text/x\r\nX-Evil: 1": {}}
    document = api({"/a": {"put": {"requestBody": {"content": content}, "responses": {"200": {"content": content}}}}})
    source = module(depot(tmp_path, document))
    assert "Evil" not in source
    assert '"application/octet-stream"' in source
