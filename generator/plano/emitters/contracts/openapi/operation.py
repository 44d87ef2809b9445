"""One operation: a method of a path."""

from __future__ import annotations

from plano.emitters.contracts.openapi import access, bodies, problems
from plano.emitters.contracts.openapi.components import Components
from plano.emitters.contracts.openapi.parameters import parameters
from plano.platform.model import Endpoint, OfEntity, Service

_ETAG: dict[str, object] = {
    "required": True,
    "description": "The row's version, for If-Match.",
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
}

_UNCHANGED: dict[str, object] = {
    "description": "The caller has this version already: If-None-Match names it.",
    "headers": {"ETag": _ETAG},
}

_VERBS = {"list": "List", "get": "Get one", "create": "Create one", "update": "Change one", "delete": "Delete one"}


def operation(endpoint: Endpoint, service: Service, components: Components) -> dict[str, object]:
    """The operation object of `endpoint`; what it refers to goes to `components`."""
    conditional = endpoint.verb in ("update", "delete")
    errors = problems.statuses(endpoint, conditional=conditional)
    made: dict[str, object] = {
        "operationId": endpoint.name,
        "tags": [endpoint.entity if endpoint.verb else "Operations"],
        "summary": _summary(endpoint, service),
        "description": access.sentence(endpoint),
        "security": access.requirements(endpoint),
    }
    if found := parameters(endpoint, conditional=conditional):
        made["parameters"] = found
    if endpoint.request is not None:
        schema = bodies.request_schema(endpoint, components)
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    made["responses"] = responses = {str(endpoint.status): _success(endpoint, service, components)}
    if endpoint.verb == "get":
        responses["304"] = _UNCHANGED
    responses |= components.problems(errors)
    return made


def _summary(endpoint: Endpoint, service: Service) -> str:
    if endpoint.verb is None or endpoint.entity is None:
        return endpoint.name.replace("_", " ").capitalize()
    entity = bodies.entity_of(service, endpoint.entity)
    name = entity.plural if endpoint.verb == "list" else entity.singular
    return f"{_VERBS[endpoint.verb]} {name.replace('_', ' ')}"


def _success(endpoint: Endpoint, service: Service, components: Components) -> dict[str, object]:
    if endpoint.response is None:
        return {"description": "Done."}
    response: dict[str, object] = {"description": "Created." if endpoint.status == 201 else "Done."}
    if isinstance(endpoint.response, OfEntity):
        response["headers"] = {"ETag": _ETAG}
    if endpoint.verb == "list" and endpoint.entity is not None:
        schema = bodies.page_schema(bodies.entity_of(service, endpoint.entity), components)
    else:
        schema = bodies.response_schema(endpoint.response, service, components)
    response["content"] = {"application/json": {"schema": schema}}
    return response
