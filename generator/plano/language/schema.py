"""The JSON Schema of the language, for editors. It is derived from the models and nothing else."""

from __future__ import annotations

import json

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from plano.language.blueprint import LANGUAGE_VERSION, Blueprint
from plano.language.models.quantities import DURATION
from plano.language.models.services import KEYS
from plano.language.shortform import FIELD_PATTERN

DIALECT = GenerateJsonSchema.schema_dialect

Node = dict[str, object]

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))
_SHORT_FORMS = {
    "FieldDecl": "A type, `| null` where it may be null, and `= …` for a default: `string(80) | null`, `int = 0`.",
    "SettingDecl": "A type, and `= …` for a default: `int = 30`.",
}


def schema() -> dict[str, object]:
    """The language as JSON Schema 2020-12: every key with its meaning and its default.

    It accepts every valid blueprint. What needs more than one place to judge is not in it.
    """
    raw: JsonSchemaValue = Blueprint.model_json_schema(by_alias=True, mode="validation")
    body = _node(_cleaned(raw))
    definitions = _node(body.pop("$defs"))
    for name, meaning in _SHORT_FORMS.items():
        definitions[name] = _with_short_form(_node(definitions[name]), meaning)
    definitions["TypeBody"] = _type_body(_node(definitions["TypeBody"]))
    service = _node(definitions["ServiceDecl"])
    service["allOf"] = [_keys_of(kind, sorted(keys)) for kind, keys in KEYS.items()]
    head: Node = {"$schema": DIALECT, "title": f"A Plano blueprint, version {LANGUAGE_VERSION}"}
    return {**head, **body, "$defs": dict(sorted(definitions.items()))}


def schema_text() -> str:
    """The schema as the file `schemas/blueprint.schema.json` holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _node(value: object) -> Node:
    if not isinstance(value, dict):
        raise TypeError(f"a schema is an object, not {value!r}")
    return value


def _with_short_form(body: Node, meaning: str) -> Node:
    description = body.pop("description", "")
    short: Node = {"type": "string", "pattern": FIELD_PATTERN, "description": meaning}
    return {"description": description, "anyOf": [short, body]}


def _type_body(body: Node) -> Node:
    """A type's fields stand beside its `was`."""
    properties = _node(body["properties"])
    fields = _node(properties["fields"])
    return {
        "type": "object",
        "description": body.get("description", ""),
        "properties": {"was": properties["was"]},
        "propertyNames": fields.get("propertyNames", {}),
        "additionalProperties": fields["additionalProperties"],
    }


def _keys_of(kind: str, keys: list[str]) -> Node:
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"propertyNames": {"enum": keys}},
    }


def _cleaned(value: object) -> object:
    """Without generated titles, without nulls that a blueprint may not say, with defaults as they are written."""
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if not isinstance(value, dict):
        return value
    body: Node = {}
    for key, inner in value.items():
        if key == "title" and isinstance(inner, str):
            continue
        if key in ("properties", "$defs"):
            body[key] = {name: _cleaned(each) for name, each in inner.items()}
        elif key == "default":
            if _is_written(inner):
                body[key] = inner
        else:
            body[key] = _cleaned(inner)
    return _named_keys(_written_default(_without_null(body)))


def _named_keys(body: Node) -> Node:
    """A map whose keys have a form has no other keys."""
    patterns = body.get("patternProperties")
    if not isinstance(patterns, dict) or len(patterns) != 1:
        return body
    (pattern, values), *_ = patterns.items()
    others = {key: value for key, value in body.items() if key != "patternProperties"}
    return {**others, "propertyNames": {"pattern": pattern}, "additionalProperties": values}


def _is_written(default: object) -> bool:
    return default is not None and default != "" and not isinstance(default, dict | list)


def _without_null(body: Node) -> Node:
    choices = body.get("anyOf")
    if not isinstance(choices, list) or {"type": "null"} not in choices:
        return body
    rest = [choice for choice in choices if choice != {"type": "null"}]
    others = {key: value for key, value in body.items() if key != "anyOf"}
    return {**_node(rest[0]), **others} if len(rest) == 1 else {**others, "anyOf": rest}


def _written_default(body: Node) -> Node:
    default = body.get("default")
    if body.get("pattern") == DURATION and isinstance(default, int | float):
        body["default"] = written_duration(default)
    return body


def written_duration(seconds: float) -> str:
    """Seconds as a blueprint writes them, in the largest unit that divides them: 300 as `5m`."""
    for size, unit in _UNITS:
        if seconds % size == 0:
            return f"{int(seconds) // size}{unit}"
    return f"{round(seconds * 1000)}ms"
