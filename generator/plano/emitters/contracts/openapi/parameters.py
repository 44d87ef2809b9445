"""The parameters of an operation: in its path, its query and its headers."""

from __future__ import annotations

from collections.abc import Iterator

from plano.emitters.contracts.openapi.components import schema_ref
from plano.emitters.typetable import json_schema
from plano.platform.model import Endpoint, Field

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
MAX_CURSOR = 8192
MAX_KEY = 255


def parameters(endpoint: Endpoint, *, conditional: bool) -> list[object]:
    """All parameters of `endpoint`; `conditional` ones take If-Match."""
    found = path_parameters(endpoint)
    found += [_parameter("query", field, required=_needed(field)) for field in endpoint.query]
    if endpoint.verb == "list":
        found += _page(endpoint)
        found += [_parameter("query", field, required=False) for field in endpoint.filters]
    if endpoint.method == "POST":
        found.append(_idempotency_key())
    if conditional:
        found.append(_if_match())
    if endpoint.verb == "get":
        found.append(_if_none_match())
    return list(found)


def path_parameters(endpoint: Endpoint) -> list[dict[str, object]]:
    """The parameters in the path of `endpoint`."""
    return [_parameter("path", field, required=True) for field in endpoint.path_fields]


def _needed(field: Field) -> bool:
    return not field.nullable and not field.has_default


def _parameter(place: str, field: Field, *, required: bool) -> dict[str, object]:
    parameter: dict[str, object] = {"name": field.name, "in": place, "required": required}
    schema = dict(json_schema(_written(field), schema_ref))
    if description := schema.pop("description", None):
        parameter["description"] = description
    return {**parameter, "schema": schema}


def _written(field: Field) -> Field:
    """The field as a URL says it: there is no null in a URL, only absence."""
    return Field(
        name=field.name,
        type=field.type,
        has_default=field.has_default and field.default is not None,
        default=field.default,
        minimum=field.minimum,
        maximum=field.maximum,
        pattern=field.pattern,
        description=field.description,
    )


def _page(endpoint: Endpoint) -> Iterator[dict[str, object]]:
    yield {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "At most so many items.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    }
    yield {
        "name": "cursor",
        "in": "query",
        "required": False,
        "description": "The `next` of the page before, under the same sort and filters.",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_CURSOR, "pattern": "^[A-Za-z0-9_-]+$"},
    }
    yield {
        "name": "sort",
        "in": "query",
        "required": False,
        "description": "The order; `-` is descending.",
        "schema": {"type": "string", "enum": list(endpoint.sorts), "default": endpoint.default_sort},
    }
    yield {
        "name": "count",
        "in": "query",
        "required": False,
        "description": "Whether to count all that match.",
        "schema": {"type": "boolean", "default": False},
    }


def _idempotency_key() -> dict[str, object]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A client's own name for this request: sent again with the same body, it gets the same "
        "answer and nothing happens twice.",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY, "pattern": "^[!-~]+$"},
    }


def _if_match() -> dict[str, object]:
    return {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag that the change is based on; another one by now is a 412.",
        "schema": {"type": "string", "pattern": '^(\\*|"[0-9]+")$'},
    }


def _if_none_match() -> dict[str, object]:
    return {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The ETags that the caller has; the row's own among them is a 304 without a body.",
        "schema": {"type": "string"},
    }
