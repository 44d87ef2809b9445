"""`entities/`: for each entity its table, what responses show of it, and its resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, filterfalse

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.classes import FieldView, field_view
from plano.emitters.fastapi.columns import column, condition, constraint_name
from plano.emitters.fastapi.imports import Imports, imported
from plano.emitters.fastapi.layout import Node, call, group, laid, named, statement
from plano.emitters.fastapi.package import free_resource_name, module_name
from plano.emitters.literals import Code, python
from plano.emitters.typetable import Symbol
from plano.platform.entities import SYSTEM_FIELDS
from plano.platform.model import Endpoint, Entity, Field, Service

RESOURCE = Symbol("plano_kit.http.resource", "Resource")
MODEL = Symbol("plano_kit.types", "Model")
_BASE = Symbol("..tables", "Base")
_INDEX, _UNIQUE = Symbol("sqlalchemy", "Index"), Symbol("sqlalchemy", "UniqueConstraint")
_CHECK, _SQL = Symbol("sqlalchemy", "CheckConstraint"), Symbol("sqlalchemy", "literal_column")


@dataclass(frozen=True, slots=True)
class EntityView:
    """One module of `entities/`."""

    name: Code
    title: Code
    table: str
    base: Code
    model: Code
    imports: Code
    arguments: Code
    owner: str | None
    columns: tuple[FieldView, ...]
    shown: tuple[FieldView, ...]
    resource: Code


@dataclass(frozen=True, slots=True)
class ExportsView:
    """An `__init__.py` that passes on what its modules hold."""

    description: str
    imports: Code
    exported: Code


def view(entity: Entity, service: Service, classes: frozenset[str]) -> EntityView:
    """The module of `entity`, in a package with these classes."""
    tables = {each.name: each.table for each in service.entities}
    fields = (*SYSTEM_FIELDS, *entity.fields)
    constant = free_resource_name(entity, classes)
    imports = Imports([*(field.name for field in fields), entity.name, f"{entity.name}Response", constant], classes)
    annotations = Annotations(imports, "..types")
    return EntityView(
        name=Code(entity.name),
        title=Code(entity.table),
        table=entity.table,
        base=Code(imports.use(_BASE)),
        model=Code(imports.use(MODEL)),
        arguments=_table_args(_arguments(entity, imports)),
        owner=entity.owner,
        columns=tuple([column(annotations, field, tables) for field in entity.fields]),
        shown=tuple([_shown(annotations, field) for field in fields if not field.writeonly]),
        resource=_resource(entity, constant, service, imports),
        imports=imports.block(),
    )


def exports(service: Service, classes: frozenset[str]) -> ExportsView:
    """`entities/__init__.py`."""
    modules = {
        f".{module_name(entity.name)}": (entity.name, f"{entity.name}Response", free_resource_name(entity, classes))
        for entity in service.entities
    }
    return passed_on("The entities of this service.", modules)


def passed_on(description: str, modules: Mapping[str, Sequence[str]]) -> ExportsView:
    """An `__init__.py` that passes on the names of each of these modules."""
    return ExportsView(description, imported(modules), export_list(list(chain.from_iterable(modules.values()))))


def export_list(names: list[str]) -> Code:
    """The statement that sets `__all__` to these names, sorted as ruff does."""
    items = [f'"{name}"' for name in (*sorted(filter(str.isupper, names)), *sorted(filterfalse(str.isupper, names)))]
    line = f"__all__ = [{', '.join(items)}]"
    if len(line) <= 120:
        return Code(line)
    return Code("__all__ = [\n" + "".join([f"    {item},\n" for item in items]) + "]")


def _shown(annotations: Annotations, field: Field) -> FieldView:
    """A field of a response: it is always there, so it needs no default."""
    value: Node | None = "None" if field.nullable else None
    return field_view(annotations, field, value, limits=False)


def _arguments(entity: Entity, imports: Imports) -> list[Node]:
    found: list[Node] = []
    for columns in entity.indexes:
        title = python(constraint_name("ix", entity, columns))
        found.append(call(imports.use(_INDEX), title, *map(python, columns)))
    for columns in entity.unique:
        title = named("name", python(constraint_name("uq", entity, columns)))
        found.append(call(imports.use(_UNIQUE), *map(python, columns), title))
    for field in entity.fields:
        sql = condition(field)
        if sql is not None:
            found.append(call(imports.use(_CHECK), _sql(sql, imports), named("name", python(field.name))))
    return found


def _table_args(arguments: list[Node]) -> Code:
    """The statement; several stand one a line, however short."""
    if not arguments:
        return Code("")
    if len(arguments) == 1:
        return Code(statement("__table_args__", None, group(tuple(arguments)), 4))
    lines = "".join(f"        {laid(each, 8, after=1)},\n" for each in arguments)
    return Code(f"__table_args__ = (\n{lines}    )")


def _sql(sql: str, imports: Imports) -> Node:
    """SQL as it stands: in plain text SQLAlchemy would take a colon for the beginning of a parameter."""
    return call(imports.use(_SQL), python(sql)) if ":" in sql else python(sql)


def _resource(entity: Entity, constant: str, service: Service, imports: Imports) -> Code:
    items: list[Node] = [entity.name, f"{entity.name}Response"]
    if entity.owner is not None:
        items.append(named("owner", python(entity.owner)))
    listed = _list_of(entity, service)
    if listed is not None:
        items.append(named("sorts", group(tuple(map(python, listed.sorts)))))
        items.append(named("default_sort", python(listed.default_sort)))
    return Code(statement(constant, None, call(imports.use(RESOURCE), *items), 0))


def _list_of(entity: Entity, service: Service) -> Endpoint | None:
    for endpoint in service.endpoints:
        if endpoint.verb == "list" and endpoint.entity == entity.name:
            return endpoint
    return None
