"""What a service's tables should be like, as one fingerprint for each, without a database."""

from __future__ import annotations

import hashlib
import json

from plano.emitters.typetable import postgresql
from plano.language.fieldtypes import Enum, Ref
from plano.platform.model import Entity, Field, Service

_LENGTH = 12  # 48 bits, for two states of one table that follow each other


def fingerprints(service: Service) -> dict[str, str]:
    """Table → fingerprint of all that a migration of it would change, whatever version of Plano asks.

    Columns count by name, type as PostgreSQL says it, whether they may be null, what they refer to and what they
    allow; indexes and unique constraints by their columns. The order of fields, defaults and descriptions do not
    count, since no migration follows from them.
    """
    tables = {entity.name: entity.table for entity in service.entities}
    return {entity.table: _fingerprint(entity, tables) for entity in service.entities}


def _fingerprint(entity: Entity, tables: dict[str, str]) -> str:
    columns = {field.name: _column(field, tables) for field in entity.fields}
    whole = [columns, sorted(entity.unique), sorted(entity.indexes)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:_LENGTH]


def _column(field: Field, tables: dict[str, str]) -> list[object]:
    kind = field.type
    target = [tables[kind.entity], kind.on_delete] if isinstance(kind, Ref) else []
    values = list(kind.values) if isinstance(kind, Enum) else []
    bounds = [None if bound is None else str(bound) for bound in (field.minimum, field.maximum)]
    return [postgresql(kind), field.nullable, target, values, *bounds, field.pattern]
