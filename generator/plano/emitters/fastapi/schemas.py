"""`schemas.py`: what the service's operations take and give where the blueprint writes it as fields."""

from __future__ import annotations

from plano.emitters.fastapi.annotations import ANNOTATED, FIELD, NOT_NULL, Annotations
from plano.emitters.fastapi.classes import ClassesView, ClassView, FieldView, declared, field_views
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, call, index, named, union
from plano.emitters.fastapi.package import maps_of
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol
from plano.platform.model import Endpoint, Field, Fields, Service

REQUEST = Symbol("plano_kit.types", "Request")
MODEL = Symbol("plano_kit.types", "Model")
REGISTRATION = Symbol("plano_kit.auth.issuer.schemas", "Registration")


def view(service: Service, classes: frozenset[str]) -> ClassesView:
    """Requests and responses in the order of the endpoints; the issuer's registration first."""
    shapes = [shape for endpoint in service.endpoints for shape in maps_of(endpoint)]
    register = service.issuer.register if service.issuer else ()
    own = {field.name for shape in shapes for field in shape.fields} | {field.name for field in register}
    imports = Imports(own | {shape.symbol for shape in shapes} | {"RegisterRequest"}, classes)
    annotations = Annotations(imports, ".types")
    found: dict[str, ClassView] = {}
    if service.issuer:
        base = Code(imports.use(REGISTRATION))
        views = field_views(annotations, register)
        found["RegisterRequest"] = ClassView(Code("RegisterRequest"), base, views, "What a new account begins with.")
    for endpoint in service.endpoints:
        for shape in maps_of(endpoint):
            found.setdefault(shape.symbol, _class(shape, endpoint, annotations))
    return ClassesView("What operations take and give.", imports.block(), tuple(found.values()))


def partial(annotations: Annotations, field: Field) -> FieldView:
    """A field of a PATCH: it may be left out, which is not the same as null."""
    written = annotations.wire(field)
    if not field.nullable:
        written = index(annotations.plain(ANNOTATED), union(written), annotations.plain(NOT_NULL))
    value: Node = "None"
    if field.sensitive:
        value = call(annotations.plain(FIELD), named("default", value), named("repr", "False"))
    return declared(field.name, written, value, field.description)


def _class(shape: Fields, endpoint: Endpoint, annotations: Annotations) -> ClassView:
    base = REQUEST if shape is endpoint.request else MODEL
    if endpoint.verb == "update":
        views = tuple(partial(annotations, field) for field in shape.fields)
    else:
        views = field_views(annotations, shape.fields)
    return ClassView(Code(shape.symbol), Code(annotations.plain(base)), views)
