"""The package's own `__init__.py`: what handlers import."""

from __future__ import annotations

from collections.abc import Sequence

from plano.emitters.fastapi.entities import ExportsView, passed_on
from plano.emitters.fastapi.models import has_schemas
from plano.emitters.fastapi.package import events_of, maps_of, module_name
from plano.platform.model import Service


def view(service: Service) -> ExportsView:
    """Context, entities and their responses, requests and responses, events, shared types."""
    modules: dict[str, Sequence[str]] = {".context": ["Clients", "Config", "Context"]}
    for entity in service.entities:
        modules[f".entities.{module_name(entity.name)}"] = [entity.name, f"{entity.name}Response"]
    modules[".events"] = [topic.symbol for topic in events_of(service)]
    if has_schemas(service):
        maps = dict.fromkeys(shape.symbol for endpoint in service.endpoints for shape in maps_of(endpoint))
        modules[".schemas"] = [*(["RegisterRequest"] if service.issuer else []), *maps]
    modules[".types"] = [kind.name for kind in service.types]
    description = service.description or f"The service {service.name}."
    return passed_on(description, modules)
