"""Where a document may be, and what is said of one that cannot be read or typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from plano.externals.places import LARGEST
from tests.externals.depot import BLUEPRINT, Json, answering, asking, depot, faults, findings, module, shown

RIGHT = answering({"type": "string"})
SAID = Path(__file__).parent / "said"


def words(name: str, said: str) -> str:
    """What should be said; `PLANO_UPDATE_CASES=1` writes what is."""
    path = SAID / f"{name}.txt"
    if os.environ.get("PLANO_UPDATE_CASES"):
        path.write_text(said, "utf-8")
    return path.read_text("utf-8")


@pytest.mark.parametrize("file", ["carrier.json", "services/carrier/api.yaml", "a b/ü.json", "./carrier.json"])
def test_a_file_in_the_repository_is_read(file: str, tmp_path: Path) -> None:
    assert "async def look(self) -> str:" in module(depot(tmp_path, RIGHT, file))


@pytest.mark.parametrize("file", ["../carrier.json", "a/../../carrier.json", "/etc/hostname", "C:/a.json", "a\\b.json"])
def test_a_file_elsewhere_is_not(file: str, tmp_path: Path) -> None:
    (tmp_path / "depot").mkdir()
    (tmp_path / "carrier.json").write_text(json.dumps(RIGHT))
    root = tmp_path / "depot"
    (root / "blueprint.yaml").write_text(BLUEPRINT.replace("FILE", file))
    assert faults(root) == ["openapi-unreadable"]


def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text(json.dumps(RIGHT))
    (tmp_path / "depot").mkdir()
    root = depot(tmp_path / "depot", RIGHT)
    (root / "carrier.json").unlink()
    (root / "carrier.json").symlink_to(outside)
    assert findings(root)[0].message == "'carrier.json' is a link out of the repository"
    (root / "carrier.json").unlink()
    (root / "carrier.json").symlink_to("carrier.json")
    assert faults(root) == ["openapi-unreadable"]
    (root / "inside.json").write_text(json.dumps(RIGHT))
    (root / "carrier.json").unlink()
    (root / "carrier.json").symlink_to("inside.json")
    assert findings(root) == []


def test_a_folder_a_pipe_and_what_is_too_large_are_no_documents(tmp_path: Path) -> None:
    root = depot(tmp_path, RIGHT)
    path = root / "carrier.json"
    path.unlink()
    path.mkdir()
    assert findings(root)[0].message == "'carrier.json' is not a file"
    path.rmdir()
    os.mkfifo(path)
    assert findings(root)[0].message == "'carrier.json' is not a file"
    path.unlink()
    padded = json.dumps(RIGHT)
    path.write_text(padded + " " * (LARGEST - len(padded)))
    assert findings(root) == []
    path.write_text(padded + " " * (LARGEST + 1 - len(padded)))
    assert findings(root)[0].message == "'carrier.json' is larger than 8 MiB"


@pytest.mark.parametrize(
    ("name", "file", "document"),
    [
        ("missing", "carrier.json", None),
        ("broken-json", "carrier.json", '{\n  "openapi": "3.1.0",\n  "paths": {,}\n}\n'),
        ("broken-yaml", "carrier.yaml", "openapi: 3.1.0\npaths: {a: [}\n"),
        ("dangling", "carrier.json", answering({"$ref": "#/components/schemas/Parcel"})),
        ("elsewhere", "carrier.json", answering({"$ref": "https://api.carrier.example/parcel.json"})),
        ("many", "carrier.json", asking(*({"name": "", "in": "query"} for _ in range(3)))),
        ("untyped", "carrier.json", asking({"name": "filter", "in": "query", "schema": {"type": "object"}})),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_typed_is_said_in_these_words(
    name: str, file: str, document: Json, tmp_path: Path
) -> None:
    root = depot(tmp_path, document if isinstance(document, str) else json.dumps(document, indent=2), file)
    if document is None:
        (root / file).unlink()
    said = shown(root)
    assert said == words(name, said)


def test_every_fault_is_told_up_to_five(tmp_path: Path) -> None:
    wrong: Json = {"get": {"parameters": [{"name": "", "in": "query"}], "responses": {}}}
    document = {"openapi": "3.0.3", "paths": {f"/p{at}": wrong for at in range(8)}}
    messages = [each.message for each in findings(depot(tmp_path, document))]
    assert len(messages) == 6
    assert messages[-1] == "carrier.json: 3 further faults are not shown"


def test_one_operation_id_twice_is_refused(tmp_path: Path) -> None:
    operation: Json = {"operationId": "look", "responses": {}}
    document = {"openapi": "3.0.3", "paths": {"/a": {"get": operation}, "/b": {"get": operation}}}
    (fault,) = findings(depot(tmp_path, document))
    assert "the operationId 'look' stands at paths./a.get already" in fault.message


def test_mail_has_no_document(tmp_path: Path) -> None:
    root = depot(tmp_path, RIGHT)
    path = root / "blueprint.yaml"
    path.write_text(path.read_text().replace("https://api.carrier.example/v2", "smtp://mail.carrier.example:587"))
    assert findings(root)[0].message == "'carrier' takes mail, and OpenAPI describes HTTP"


def test_an_external_without_a_document_is_called_by_plain_http(tmp_path: Path) -> None:
    from plano.pipeline import check_root
    from tests.externals.depot import MODULE, generated

    root = depot(tmp_path, RIGHT)
    path = root / "blueprint.yaml"
    path.write_text(path.read_text().replace("    openapi: carrier.json\n", ""))
    made = generated(check_root(root))
    assert MODULE not in made
    assert b"carrier: ExternalClient\n" in made["generated/services/tracking/depot_tracking/context.py"]


@pytest.mark.parametrize(
    ("schema", "annotation"),
    [
        ({"type": "string", "nullable": True}, "str | None"),
        ({"type": ["string", "null"]}, "str | None"),
        ({"type": "null"}, "None"),
        ({}, "JsonValue"),
        (True, "JsonValue"),
        ({"type": "array"}, "list[JsonValue]"),
        ({"type": "object"}, "dict[str, JsonValue]"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "dict[str, int]"),
        ({"type": "string", "format": "date-time"}, "AwareDatetime"),
        ({"type": "string", "format": "duration"}, "timedelta"),
        ({"type": "string", "format": "decimal"}, "Decimal"),
        ({"type": "string", "format": "byte"}, "str"),
        ({"const": 3}, "Literal[3]"),
        ({"enum": ["a", "a", None]}, 'Literal["a"] | None'),
        ({"type": "number", "enum": [1.5]}, "float"),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, "int | str"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "int | None"),
        ({"oneOf": [{"type": "integer"}, {}]}, "JsonValue"),
        ({"allOf": [{"type": "integer"}, {"description": "a number"}]}, "int"),
        ({"type": "string", "allOf": [{"minLength": 1}]}, "str"),
        ({"type": "object", "properties": {"a": {}}}, "LookAnswer"),
        ({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}, "LookAnswer"),
        ({"properties": {"a": {}}, "anyOf": [{"required": ["a"]}]}, "LookAnswer"),
    ],
)
def test_a_schema_has_this_type(schema: Json, annotation: str, tmp_path: Path) -> None:
    root = depot(tmp_path, answering(schema))
    assert findings(root) == []
    assert f"async def look(self) -> {annotation}:\n" in module(root)


def test_a_request_leaves_out_what_is_readonly_and_an_answer_what_is_writeonly(tmp_path: Path) -> None:
    members: Json = {
        "id": {"type": "integer", "readOnly": True},
        "pin": {"type": "string", "writeOnly": True},
        "name": {"type": "string"},
    }
    parcel: Json = {"type": "object", "properties": members, "required": ["id", "pin", "name"]}
    content: Json = {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}}
    answers: Json = {"200": {"content": content}}
    both: Json = {"post": {"requestBody": {"content": content}, "responses": answers}}
    schemas: Json = {"schemas": {"Parcel": parcel}}
    document = {"openapi": "3.0.3", "paths": {"/a": both}, "components": schemas}
    source = module(depot(tmp_path, document))
    assert "    id: int | None = None\n    pin: str | None = None\n    name: str\n" in source
    document = {"openapi": "3.0.3", "paths": {"/a": {"get": {"responses": answers}}}, "components": schemas}
    assert "    id: int\n    pin: str | None = None\n    name: str\n" in module(depot(tmp_path, document))
