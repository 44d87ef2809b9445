"""The JSON Schema of the language, for editors. It is derived from the models and nothing else."""

from __future__ import annotations

import json
import re

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from plano.language.blueprint import LANGUAGE_VERSION, Blueprint
from plano.language.durations import written_duration
from plano.language.meanings import meanings
from plano.language.models.base import Model
from plano.language.models.quantities import DURATION
from plano.language.models.services import CONTAINER_CONSUMES, KEYS, Kind
from plano.language.read import read
from plano.language.shortform import FIELD_PATTERN

DIALECT = GenerateJsonSchema.schema_dialect

Node = dict[str, object]
_CONTAINER: Node = {"additionalProperties": {"$ref": "#/$defs/ContainerConsumeDecl"}}
_FIELDS = ["string(32)"]
_SUFFIX = re.compile("(Decl|Body)$")
_SHORT_FORMS = {
    "FieldDecl": "A type, `| null` where it may be null, and `= …` for a default: `string(80) | null`, `int = 0`.",
    "SettingDecl": "A type, and `= …` for a default: `int = 30`.",
}


def schema() -> dict[str, object]:
    """The language as JSON Schema 2020-12: every key with its meaning, its default and examples.

    It accepts every valid blueprint. What needs more than one place to judge is not in it.
    """
    return _node(_read_examples(written_schema()))


def written_schema() -> dict[str, object]:
    """The same, but each example is its text, as a blueprint writes it."""
    raw: JsonSchemaValue = Blueprint.model_json_schema(by_alias=True, schema_generator=_Documented, mode="validation")
    body = _node(_cleaned(raw))
    body.pop("title")
    definitions = _node(body.pop("$defs"))
    for name, meaning in _SHORT_FORMS.items():
        definitions[name] = _with_short_form(_node(definitions[name]), meaning)
    definitions["TypeBody"] = _type_body(_node(definitions["TypeBody"]))
    definitions["ContainerConsumeDecl"] = _container_consumes(_node(definitions["ConsumeDecl"]))
    definitions["ServiceKeys"], definitions["ServiceDecl"] = _service(_node(definitions["ServiceDecl"]))
    head: Node = {"$schema": DIALECT, "description": f"A Plano blueprint, version {LANGUAGE_VERSION}."}
    return {**body, **head, "$defs": dict(sorted(definitions.items()))}


def schema_text() -> str:
    """The schema as the file `schemas/blueprint.schema.json` holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _node(value: object) -> Node:
    if not isinstance(value, dict):
        raise TypeError(f"a schema is an object, not {value!r}")
    return value


def _with_short_form(body: Node, meaning: str) -> Node:
    title, description = body.pop("title"), body.pop("description")
    short: Node = {"type": "string", "pattern": FIELD_PATTERN, "description": meaning, "patternErrorMessage": meaning}
    return {"title": title, "description": description, "anyOf": [short, body]}


def _type_body(body: Node) -> Node:
    """A type's fields stand beside its `was`."""
    properties = _node(body["properties"])
    fields = _node(properties["fields"])
    return {
        **{key: body[key] for key in ("type", "title", "description")},
        "properties": {"was": properties["was"]},
        "propertyNames": fields["propertyNames"],
        "additionalProperties": {"$ref": "#/$defs/FieldDecl", "description": "A field of it.", "examples": _FIELDS},
    }


def _service(body: Node) -> tuple[Node, Node]:
    """All keys of services, and a service, which has those of its kind.

    Apart, so that an editor offers and accepts a key where the kind has it, and nowhere else.
    """
    keys = _node(body["properties"])
    known: Node = {"properties": {"kind": {"enum": list(KEYS)}}, "required": ["kind"]}
    unknown: Node = {"if": known, "else": {"propertyNames": {"enum": sorted(keys)}}}
    kind: Node = {"kind": _key("kind")}
    own: list[Node] = [_keys_of(each, sorted(having)) for each, having in KEYS.items()]
    head: Node = {key: body[key] for key in ("type", "title", "description")}
    return {"properties": keys}, {**head, "required": ["kind"], "properties": kind, "allOf": [unknown, *own]}


def _key(name: str) -> Node:
    return {"$ref": f"#/$defs/ServiceKeys/properties/{name}"}


def _keys_of(kind: Kind, keys: list[str]) -> Node:
    properties: Node = {name: _key(name) for name in keys}
    if kind == "container":
        properties["consumes"] = {"allOf": [_key("consumes"), _CONTAINER]}
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"properties": properties, "additionalProperties": False},
    }


def _container_consumes(body: Node) -> Node:
    """A container's own code decides what is not in `CONTAINER_CONSUMES`."""
    properties = {name: node for name, node in _node(body["properties"]).items() if name in CONTAINER_CONSUMES}
    return {**body, "properties": properties}


class _Documented(GenerateJsonSchema):
    """Each key with its meaning and examples; titles that a person would say."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """No title that only repeats the key."""
        return False

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A map: any key of the form that its names have, and no other."""
        body = super().dict_schema(schema)
        body.pop("patternProperties", None)
        inner = {"propertyNames": schema.get("keys_schema"), "additionalProperties": schema.get("values_schema")}
        return body | {keyword: self.generate_inner(each) for keyword, each in inner.items() if each is not None}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """The schema of one model, with what the docstrings of its keys say."""
        body = super().model_schema(schema)
        body["title"] = re.sub("(?<=[a-z])(?=[A-Z])", " ", _SUFFIX.sub("", schema["cls"].__name__)).lower()
        body["description"] = " ".join(str(body.get("description", "")).partition("\n\n")[0].split())
        model: type[Model] = schema["cls"]
        for name, meaning in meanings(model).items():
            key = model.model_fields[name].alias or name
            said = {"description": meaning.text, "examples": list(meaning.examples)}
            body["properties"][key] |= {word: value for word, value in said.items() if value}
        return body


def _cleaned(value: object) -> object:
    """Without nulls that a blueprint may not say, and with defaults as they are written."""
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if not isinstance(value, dict):
        return value
    body: Node = {}
    for key, inner in value.items():
        if key in ("properties", "$defs"):
            body[key] = {name: _cleaned(each) for name, each in inner.items()}
        elif key == "default":
            if _is_written(inner):
                body[key] = inner
        else:
            body[key] = _cleaned(inner)
    return _written_default(_without_null(body))


def _is_written(default: object) -> bool:
    return default not in (None, "", []) and not isinstance(default, dict)


def _without_null(body: Node) -> Node:
    choices = body.get("anyOf")
    if not isinstance(choices, list) or {"type": "null"} not in choices:
        return body
    rest = [choice for choice in choices if choice != {"type": "null"}]
    others = {key: value for key, value in body.items() if key != "anyOf"}
    return {**_node(rest[0]), **others} if len(rest) == 1 else {**others, "anyOf": rest}


def _read_examples(value: object) -> object:
    if isinstance(value, list):
        return [_read_examples(item) for item in value]
    if not isinstance(value, dict):
        return value
    body: Node = {key: _read_examples(inner) for key, inner in value.items()}
    examples = value.get("examples")
    if isinstance(examples, list):
        body["examples"] = [example_of(str(text)) for text in examples]
    return body


def example_of(text: str) -> object:
    """The value that YAML reads from an example."""
    document = read(f"example: {text}\n", "example")
    if document.diagnostics or not isinstance(document.value, dict):
        raise ValueError(f"{text!r} is not read as one value")
    return document.value["example"]


def _written_default(body: Node) -> Node:
    default = body.get("default")
    if body.get("pattern") == DURATION and isinstance(default, int | float):
        body["default"] = written_duration(default)
    return body
