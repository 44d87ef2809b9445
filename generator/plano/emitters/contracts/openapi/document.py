"""The whole OpenAPI document of one service."""

from __future__ import annotations

from typing import NamedTuple

from plano.emitters.contracts.openapi import access, bodies, issuer, problems
from plano.emitters.contracts.openapi.components import Components
from plano.emitters.contracts.openapi.operation import operation
from plano.platform.issuer import issuer_endpoints
from plano.platform.model import Platform, Service


class ApiView(NamedTuple):
    """What the document shows: a service, and the few words of its platform that it repeats."""

    service: Service
    contact: str


def view(service: Service, contact: str) -> ApiView:
    """What the document of `service` shows; `contact` is the platform's e-mail address, or empty."""
    return ApiView(service=service, contact=contact)


def document(service: Service, platform: Platform) -> dict[str, object]:
    """The OpenAPI 3.1 document of `service`: plain dicts, lists and scalars, the same for the same input."""
    return build(view(service, platform.contact))


def build(api: ApiView) -> dict[str, object]:
    """The OpenAPI 3.1 document of a view."""
    service = api.service
    derived = issuer_endpoints(service)
    components = Components()
    bodies.type_schemas((*service.endpoints, *derived), service, components)
    problem = components.own("Problem", problems.schema())
    paths: dict[str, dict[str, object]] = {}
    for endpoint in (*service.endpoints, *derived):
        write = issuer.operation if endpoint in derived else operation
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = write(endpoint, service, components)
    return {
        "openapi": "3.1.0",
        "info": _info(api),
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components.schemas,
            "responses": problems.responses(components.statuses, problem),
            "securitySchemes": access.schemes((*service.endpoints, *derived)),
        },
    }


def _info(api: ApiView) -> dict[str, object]:
    info: dict[str, object] = {"title": f"{api.service.platform} {api.service.name}", "version": "1"}
    if api.service.description:
        info["description"] = api.service.description
    if api.contact:
        info["contact"] = {"email": api.contact}
    return info
