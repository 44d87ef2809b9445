"""The parameters of an operation: in its path, its query and its headers."""

from __future__ import annotations

from dataclasses import replace

from plano.emitters.contracts.openapi.components import schema_ref
from plano.emitters.contracts.shapes import mandatory
from plano.emitters.typetable import json_schema
from plano.platform.model import Endpoint, Field

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
MAX_CURSOR = 8192
MAX_KEY = 255


def _optional(name: str, place: str, description: str, schema: dict[str, object]) -> dict[str, object]:
    return {"name": name, "in": place, "required": False, "description": description, "schema": schema}


_LIMIT = _optional(
    "limit",
    "query",
    "At most so many items.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
)
_CURSOR = _optional(
    "cursor",
    "query",
    "The `next` of the page before, under the same sort and filters.",
    {"type": "string", "minLength": 1, "maxLength": MAX_CURSOR, "pattern": "^[A-Za-z0-9_-]+$"},
)
_COUNT = _optional(
    "count",
    "query",
    "Whether to count all that match.",
    {"type": "boolean", "default": False},
)
_IDEMPOTENCY_KEY = _optional(
    "Idempotency-Key",
    "header",
    "A client's own name for this request: sent again with the same body, it gets the same "
    "answer and nothing happens twice.",
    {"type": "string", "minLength": 1, "maxLength": MAX_KEY, "pattern": "^[!-~]+$"},
)
_IF_MATCH = _optional(
    "If-Match",
    "header",
    "The ETag that the change is based on; another one by now is a 412.",
    {"type": "string", "pattern": '^(\\*|"[0-9]+")$'},
)
_IF_NONE_MATCH = _optional(
    "If-None-Match",
    "header",
    "The ETags that the caller has; the row's own among them is a 304 without a body.",
    {"type": "string"},
)


def parameters(endpoint: Endpoint, *, conditional: bool) -> list[dict[str, object]]:
    """All parameters of `endpoint`; `conditional` ones take If-Match."""
    found = path_parameters(endpoint)
    found += [_parameter("query", field, required=mandatory(field)) for field in endpoint.query]
    if endpoint.verb == "list":
        found += (_LIMIT, _CURSOR, _sort(endpoint), _COUNT)
        found += [_parameter("query", field, required=False) for field in endpoint.filters]
    if endpoint.method == "POST":
        found.append(_IDEMPOTENCY_KEY)
    if conditional:
        found.append(_IF_MATCH)
    if endpoint.verb == "get":
        found.append(_IF_NONE_MATCH)
    return found


def path_parameters(endpoint: Endpoint) -> list[dict[str, object]]:
    """The parameters in the path of `endpoint`."""
    return [_parameter("path", field, required=True) for field in endpoint.path_fields]


def _parameter(place: str, field: Field, *, required: bool) -> dict[str, object]:
    parameter: dict[str, object] = {"name": field.name, "in": place, "required": required}
    schema = json_schema(_written(field), schema_ref)
    if field.description:
        parameter["description"] = schema.pop("description")
    parameter["schema"] = schema
    return parameter


def _written(field: Field) -> Field:
    """The field as a URL says it: there is no null in a URL, only absence."""
    default = field.has_default and field.default is not None
    if not field.nullable and not field.writeonly and default == field.has_default:
        return field
    return replace(field, nullable=False, writeonly=False, has_default=default)


def _sort(endpoint: Endpoint) -> dict[str, object]:
    return {
        "name": "sort",
        "in": "query",
        "required": False,
        "description": "The order; `-` is descending.",
        "schema": {"type": "string", "enum": list(endpoint.sorts), "default": endpoint.default_sort},
    }
