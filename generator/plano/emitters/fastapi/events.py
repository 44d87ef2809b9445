"""`events.py`: what the service's topics carry, and how an event is made of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.classes import FieldView, field_views
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, call, group, laid, named, parameter, signature
from plano.emitters.fastapi.package import events_of, module_name
from plano.emitters.literals import Code, python
from plano.emitters.typetable import Symbol
from plano.platform.entities import SYSTEM_FIELDS
from plano.platform.model import Entity, Field, Service, Topic

EVENT = Symbol("plano_kit.messaging.event", "Event")
_CLASS_VAR = Symbol("typing", "ClassVar")
_SELF = Symbol("typing", "Self")


class MakingView(NamedTuple):
    """One way to make an event: of a row of `entity`. `made` is what the method returns."""

    entity: Code
    signature: Code
    made: Code
    shared: Code


class EventView(NamedTuple):
    """One event. With several `makings` they are overloads, and `any_row` is the signature of what they share."""

    name: Code
    topic: str
    key: str | None
    compact: bool
    description: str
    fields: tuple[FieldView, ...]
    makings: tuple[MakingView, ...]
    cls: Code
    row: Code
    any_row: Code


@dataclass(frozen=True, slots=True)
class EventsView:
    """The module of a service's events."""

    imports: Code
    event: Code
    class_var: Code
    overload: Code
    isinstance: Code
    events: tuple[EventView, ...]


def view(service: Service, classes: frozenset[str]) -> EventsView:
    """Every topic that the service publishes or consumes; those that it publishes can be made of its rows."""
    topics = events_of(service)
    own = {field.name for topic in topics for field in topic.fields} | {topic.symbol for topic in topics}
    imports = Imports(own, classes)
    annotations = Annotations(imports, ".types")
    published = {topic.name for topic in service.publishes}
    events = tuple([_event(each, service.entities if each.name in published else (), annotations) for each in topics])
    several = any(len(event.makings) > 1 for event in events)
    return EventsView(
        event=Code(imports.use(EVENT)),
        class_var=Code(imports.use(_CLASS_VAR)),
        overload=Code(imports.use(Symbol("typing", "overload")) if several else ""),
        isinstance=Code(imports.use(Symbol("", "isinstance")) if several else ""),
        events=events,
        imports=imports.block(),
    )


def shared(topic: Topic, entity: Entity) -> tuple[Field, ...]:
    """The fields that the topic takes from a row: of the same name, type and nullability, and not secret."""
    row = {field.name: field for field in (*SYSTEM_FIELDS, *entity.fields)}
    return tuple(field for field in topic.fields if field.name in row and _same(field, row[field.name]))


def _same(one: Field, other: Field) -> bool:
    secret = other.writeonly or other.sensitive
    return one.type == other.type and one.nullable == other.nullable and not secret


def _event(topic: Topic, entities: tuple[Entity, ...], annotations: Annotations) -> EventView:
    """The event of `topic`, which may be made of rows of these entities."""
    row = "_row" if any(field.name == "row" for field in topic.fields) else "row"
    cls = "_cls" if any(field.name == "cls" for field in topic.fields) else "cls"
    makers = [(entity, taken) for entity in entities if (taken := {field.name for field in shared(topic, entity)})]
    fields = field_views(annotations, topic.fields)
    return EventView(
        name=Code(topic.symbol),
        topic=topic.name,
        key=topic.key,
        compact=topic.compact,
        description=topic.description,
        fields=fields,
        makings=tuple([_making(topic, entity, taken, (cls, row), annotations) for entity, taken in makers]),
        cls=Code(cls),
        row=Code(row),
        any_row=_any_row([entity for entity, _ in makers], row, cls, annotations) if len(makers) > 1 else Code(""),
    )


def _making(
    topic: Topic, entity: Entity, taken: set[str], arguments: tuple[str, str], annotations: Annotations
) -> MakingView:
    """How the event is made of a row of `entity`, from which come the fields that are `taken`."""
    cls, row = arguments
    name = annotations.plain(Symbol(f".entities.{module_name(entity.name)}", entity.name))
    rest = [field for field in topic.fields if field.name not in taken]
    wanted: list[Node] = [cls, f"{row}: {name}", *(["*"] if rest else [])]
    wanted += [parameter(field.name, annotations.held(field)) for field in rest]
    given: list[Node] = [
        named(field.name, f"{row}.{field.name}" if field.name in taken else field.name) for field in topic.fields
    ]
    pairs: list[Node] = [f"{python(field.name)}: {row}.{field.name}" for field in topic.fields if field.name in taken]
    return MakingView(
        entity=Code(name),
        signature=Code(signature("def of", wanted, f" -> {annotations.plain(_SELF)}:", 4)),
        made=Code(laid(call(cls, *given), 8, len("return "))),
        shared=Code(laid(group(tuple(pairs), "{}"), 12, len("shared = "))),
    )


def _any_row(makers: list[Entity], row: str, cls: str, annotations: Annotations) -> Code:
    names = [annotations.plain(Symbol(f".entities.{module_name(each.name)}", each.name)) for each in makers]
    rest = annotations.plain(Symbol("", "object"))
    wanted = [cls, f"{row}: {' | '.join(names)}", f"**rest: {rest}"]
    return Code(signature("def of", wanted, f" -> {annotations.plain(_SELF)}:", 4))
