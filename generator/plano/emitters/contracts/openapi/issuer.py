"""The operations under `/auth` that the kit adds to the issuing service: what its router takes, gives and refuses."""

from __future__ import annotations

from typing import NamedTuple

from plano.emitters.contracts.openapi import access, bodies, problems
from plano.emitters.contracts.openapi.components import Components, schema_ref
from plano.emitters.contracts.openapi.parameters import path_parameters
from plano.emitters.contracts.shapes import mandatory
from plano.emitters.typetable import json_schema
from plano.platform.model import Endpoint, OfEntity, Service

# The kit's limits: `plano_kit.auth.issuer.passwords` and `.schemas`.
_GIVEN: dict[str, object] = {"type": "string", "format": "password", "maxLength": 128, "writeOnly": True}
_NEW: dict[str, object] = {
    "type": "string",
    "format": "password",
    "minLength": 8,
    "maxLength": 128,
    "writeOnly": True,
    "description": "Not one of those that anybody would try first.",
}
_TEXT: dict[str, object] = {"type": "string"}

_SESSION_COOKIE: dict[str, object] = {
    "Set-Cookie": {
        "required": True,
        "description": "The refresh token, `<platform>-<environment>-refresh`: HttpOnly, SameSite=Strict, new each "
        "time, and emptied where the session ends.",
        "schema": {"type": "string"},
    }
}
_NO_STORE: dict[str, object] = {
    "Cache-Control": {"required": True, "schema": {"type": "string", "const": "no-store"}},
}


class _Told(NamedTuple):
    """What one operation of the issuer says beside its endpoint: problems of its own, and words."""

    errors: tuple[int, ...]
    summary: str


_TOLD: dict[str, _Told] = {
    "register": _Told((409, 422), "Make an account"),
    "login": _Told((401, 403, 422, 429), "Begin a session"),
    "refresh": _Told((401, 403), "Go on with the session of the cookie; the same cookie twice ends it"),
    "logout": _Told((403,), "End the session of the cookie, if there is one"),
    "change_password": _Told((401, 403, 422, 429), "Change the own password; other sessions end"),
    "client_token": _Told((400, 401), "A service's token for its client secret (RFC 6749, 4.4)"),
    "jwks": _Told((), "The public keys that tokens are signed with (RFC 7517)"),
    "set_roles": _Told((401, 403, 404, 409, 422), "Replace an account's roles"),
    "set_blocked": _Told((401, 403, 404, 409, 422), "Keep an account out, ending its sessions, or let it in again"),
}


def operation(endpoint: Endpoint, service: Service, components: Components) -> dict[str, object]:
    """The operation object of one of `issuer_endpoints(service)`; KeyError for any other."""
    told = _TOLD[endpoint.name]
    body = _body(endpoint, service, components)
    errors = tuple(sorted({*told.errors, *problems.ALWAYS, *(problems.WITH_BODY if body else ())}))
    made: dict[str, object] = {
        "operationId": endpoint.name,
        "tags": ["Auth"],
        "summary": told.summary,
        "description": access.sentence(endpoint),
        "security": access.requirements(endpoint),
    }
    if found := path_parameters(endpoint):
        made["parameters"] = found
    if body:
        made["requestBody"] = {"required": True, "content": body}
    made["responses"] = {
        str(endpoint.status): _success(endpoint, service, components),
        **components.problems(errors),
    }
    return made


def _body(endpoint: Endpoint, service: Service, components: Components) -> dict[str, object]:
    members: dict[str, object]
    match endpoint.name:
        case "register":
            return _json(_register(service, components))
        case "login":
            members = {"email": {"type": "string", "maxLength": 320}, "password": _GIVEN}
            return _json(components.own("LoginRequest", _closed(members)))
        case "change_password":
            return _json(components.own("PasswordRequest", _closed({"current": _GIVEN, "new": _NEW})))
        case "set_roles":
            members = {"roles": {"type": "array", "items": _TEXT, "maxItems": 100}}
            return _json(components.own("RolesRequest", _closed(members)))
        case "set_blocked":
            return _json(components.own("BlockedRequest", _closed({"blocked": {"type": "boolean"}})))
        case "client_token":
            schema = components.own("ClientTokenRequest", _client())
            return {"application/x-www-form-urlencoded": {"schema": schema}}
        case _:
            return {}


def _success(endpoint: Endpoint, service: Service, components: Components) -> dict[str, object]:
    response: dict[str, object] = {"description": "Created." if endpoint.status == 201 else "Done."}
    match endpoint.name:
        case "login" | "refresh":
            response["headers"] = {**_NO_STORE, **_SESSION_COOKIE}
            response["content"] = _json(components.own("TokenResponse", _token()))
        case "client_token":
            response["headers"] = _NO_STORE
            response["content"] = _json(components.own("TokenResponse", _token()))
        case "logout":
            response["headers"] = _SESSION_COOKIE
        case "jwks":
            response["content"] = _json(components.own("JwksResponse", _keys()))
        case _ if isinstance(endpoint.response, OfEntity):
            response["content"] = _json(bodies.response_schema(endpoint.response, service, components))
    return response


def _register(service: Service, components: Components) -> dict[str, object]:
    fields = service.issuer.register if service.issuer else ()
    members = {field.name: json_schema(field, schema_ref) for field in fields}
    required = [field.name for field in fields if mandatory(field)]
    return components.own(
        "RegisterRequest",
        {
            "type": "object",
            "properties": {**members, "password": _NEW},
            "required": [*required, "password"],
            "additionalProperties": False,
        },
    )


def _client() -> dict[str, object]:
    return {
        "type": "object",
        "description": "The name and the secret may come in HTTP Basic instead.",
        "properties": {
            "grant_type": {"type": "string", "enum": ["client_credentials"]},
            "client_id": _TEXT,
            "client_secret": {"type": "string", "format": "password", "writeOnly": True},
        },
        "required": ["grant_type"],
    }


def _token() -> dict[str, object]:
    return {
        "type": "object",
        "properties": {
            "access_token": _TEXT,
            "token_type": {"type": "string", "const": "Bearer"},
            "expires_in": {"type": "integer", "minimum": 0, "description": "Seconds."},
        },
        "required": ["access_token", "token_type", "expires_in"],
    }


def _keys() -> dict[str, object]:
    names = ("kty", "crv", "x", "y", "kid", "use", "alg")
    key: dict[str, object] = {
        "type": "object",
        "properties": dict.fromkeys(names, _TEXT),
        "required": list(names),
    }
    return {"type": "object", "properties": {"keys": {"type": "array", "items": key}}, "required": ["keys"]}


def _closed(members: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _json(schema: dict[str, object]) -> dict[str, object]:
    return {"application/json": {"schema": schema}}
