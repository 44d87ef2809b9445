"""`types.py`: the value types that a service's tables, schemas and events share."""

from __future__ import annotations

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.classes import ClassesView, ClassView, field_views
from plano.emitters.fastapi.imports import Imports
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol
from plano.platform.model import Service

MODEL = Symbol("plano_kit.types", "Model")


def view(service: Service, classes: frozenset[str]) -> ClassesView:
    """The types that the service mentions, dependencies first."""
    own = {field.name for kind in service.types for field in kind.fields} | {kind.name for kind in service.types}
    imports = Imports(own, classes)
    annotations = Annotations(imports, "")
    shown = tuple(
        ClassView(Code(kind.name), Code(imports.use(MODEL)), field_views(annotations, kind.fields))
        for kind in service.types
    )
    return ClassesView("Value types that tables, schemas and events share.", imports.block(), shown)
