"""Every name that a blueprint gives: people chose it, and no generated file may know it without having been told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plano.platform.model import Endpoint, Field, Fields, ListShape, Platform, Service, Shape, ValueType

RESERVED = {"admin", "id", "created_at", "updated_at", "row_version", "Idempotency-Key"}
"""Names that are the language's own."""


def names(platform: Platform) -> set[str]:
    """The names of a platform's things, those of parts of them, and the segments of its paths."""
    found = {platform.name}
    for named in (platform.environments, platform.hosts, platform.databases, platform.topics, platform.services):
        found |= {each.name for each in named}
    found |= {name for each in platform.types for name in _of_type(each)}
    found |= {name for each in platform.topics for field in each.fields for name in _of_field(field)}
    found |= {name for each in platform.services for name in _of_service(each)}
    found |= {part for each in platform.routes for part in each.path.split("/") if part not in ("", "api", "auth")}
    words = {name for name in found if re.fullmatch(r"[A-Za-z][\w.-]*", name)}
    return {name for name in words - RESERVED if not name.startswith(("id.", "id_"))}


def pattern(found: set[str]) -> re.Pattern[str]:
    """Where one of the names stands as a whole word, or as a part of a longer name: `orders` in `shop_orders`."""
    either = "|".join(sorted(map(re.escape, found), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])")


def _of_service(service: Service) -> Iterator[str]:
    for entity in service.entities:
        yield from (entity.name, entity.table, entity.singular, entity.plural)
        yield from (name for field in entity.fields for name in _of_field(field))
    for endpoint in service.endpoints:
        if endpoint.verb is None and not endpoint.path.startswith("/auth"):
            yield from _of_operation(endpoint)
    yield from (each.handler for each in service.consumes)
    yield from (name for each in service.schedules for name in (each.name, each.handler))
    yield from (each.name for each in service.volumes)
    yield from (each.field.name for each in service.config)
    yield from service.roles


def _of_operation(endpoint: Endpoint) -> Iterator[str]:
    yield endpoint.name
    yield from (part for part in endpoint.path.split("/") if part and not part.startswith("{"))
    for shape in (endpoint.request, endpoint.response):
        yield from _of_shape(shape)
    for field in (*endpoint.path_fields, *endpoint.query):
        yield from _of_field(field)


def _of_shape(shape: Shape | None) -> Iterator[str]:
    if isinstance(shape, ListShape):
        yield from _of_shape(shape.item)
    elif isinstance(shape, Fields):
        yield shape.symbol
        yield from (name for field in shape.fields for name in _of_field(field))


def _of_type(value: ValueType) -> Iterator[str]:
    yield value.name
    yield from (name for field in value.fields for name in _of_field(field))


def _of_field(field: Field) -> Iterator[str]:
    """Its name, and the values of an enum."""
    yield field.name
    yield from getattr(field.type, "values", ())
