"""The package's own `__init__.py`: what handlers import."""

from __future__ import annotations

from plano.emitters.fastapi.entities import ExportsView, export_list
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.models import has_schemas
from plano.emitters.fastapi.package import events_of, maps_of, module_name
from plano.emitters.typetable import Symbol
from plano.platform.model import Service


def view(service: Service) -> ExportsView:
    """Context, entities and their responses, requests and responses, events, shared types."""
    imports = Imports(())
    names: list[str] = []

    def export(module: str, *symbols: str) -> None:
        for symbol in symbols:
            imports.use(Symbol(module, symbol))
            names.append(symbol)

    export(".context", "Clients", "Config", "Context")
    for entity in service.entities:
        export(f".entities.{module_name(entity.name)}", entity.name, f"{entity.name}Response")
    export(".events", *(topic.symbol for topic in events_of(service)))
    if has_schemas(service):
        maps = (shape.symbol for endpoint in service.endpoints for shape in maps_of(endpoint))
        export(".schemas", *(["RegisterRequest"] if service.issuer else []), *dict.fromkeys(maps))
    export(".types", *(kind.name for kind in service.types))
    description = service.description or f"The service {service.name}."
    return ExportsView(description, imports.block(), export_list(names))
