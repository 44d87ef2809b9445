"""The service that knows the people: its account, the roles, and the endpoints that the kit adds to it."""

from __future__ import annotations

from collections.abc import Iterable

from plano.language.blueprint import Blueprint, ServiceDecl
from plano.language.fieldtypes import Enum, ListOf, Scalar
from plano.platform.model import Access, Endpoint, Entity, Field, Fields, Issuer, Method, OfEntity, Service, Shape

ADMIN = "admin"

_PUBLIC = (Access("public"),)
_USER = (Access("user"),)
_ADMIN = (Access("role", ADMIN),)
_PASSWORD = Field("password", Scalar("string", length=1024), writeonly=True, sensitive=True)
_ACCOUNT = (Field("id", Scalar("uuid")),)
_TOKEN = Fields(
    "TokenResponse",
    (
        Field("access_token", Scalar("text"), sensitive=True),
        Field("token_type", Enum(("Bearer",))),
        Field("expires_in", Scalar("int"), description="Seconds."),
    ),
)


def issuer_name(blueprint: Blueprint) -> str | None:
    """The service that issues tokens, None if there is none."""
    return next((name for name, decl in blueprint.services.items() if decl.issuer), None)


def platform_roles(blueprint: Blueprint) -> tuple[str, ...]:
    """Every role that a person can have, `admin` first; none without an issuer."""
    name = issuer_name(blueprint)
    return () if name is None else (ADMIN, *blueprint.services[name].roles)


def issuer(decl: ServiceDecl, entities: Iterable[Entity]) -> Issuer | None:
    """What an issuing service adds; None for every other."""
    account = next((entity for entity in entities if entity.owner == "id"), None)
    if not decl.issuer or account is None:
        return None
    register = tuple(field for field in account.fields if not field.readonly)
    return Issuer(account.name, (ADMIN, *decl.roles), register)


def issuer_endpoints(service: Service) -> tuple[Endpoint, ...]:
    """The endpoints under `/auth` that the kit gives an issuing service; empty for every other.

    They are not among the service's `endpoints`, since no code is generated for them. Registration is what
    the account's readable fields and a password make; the refresh token travels in a cookie alone.
    """
    issuing = service.issuer
    if issuing is None:
        return ()
    login = Fields("LoginRequest", (Field("email", Scalar("string", length=320)), _PASSWORD))
    change = Fields(
        "PasswordRequest",
        (Field("current", _PASSWORD.type, sensitive=True), Field("new", _PASSWORD.type, sensitive=True)),
    )
    client = Fields(
        "ClientTokenRequest",
        (
            Field("grant_type", Enum(("client_credentials",))),
            Field("client_id", Scalar("text")),
            Field("client_secret", Scalar("text"), sensitive=True),
        ),
    )
    register = Fields("RegisterRequest", (*issuing.register, _PASSWORD))
    keys = Fields("JwksResponse", (Field("keys", ListOf(Scalar("json"))),))
    roles = Fields("RolesRequest", (Field("roles", ListOf(Scalar("text"))),))
    blocked = Fields("BlockedRequest", (Field("blocked", Scalar("bool")),))
    return (
        _endpoint("register", "POST", "/register", register, OfEntity(issuing.account), _PUBLIC, 201),
        _endpoint("login", "POST", "/login", login, _TOKEN, _PUBLIC),
        _endpoint("refresh", "POST", "/refresh", None, _TOKEN, _PUBLIC),
        _endpoint("logout", "POST", "/logout", None, None, _PUBLIC),
        _endpoint("change_password", "POST", "/password", change, None, _USER),
        _endpoint("client_token", "POST", "/token", client, _TOKEN, _PUBLIC),
        _endpoint("jwks", "GET", "/jwks.json", None, keys, _PUBLIC),
        _endpoint("set_roles", "PUT", "/accounts/{id}/roles", roles, None, _ADMIN, path_fields=_ACCOUNT),
        _endpoint("set_blocked", "PUT", "/accounts/{id}/blocked", blocked, None, _ADMIN, path_fields=_ACCOUNT),
    )


def _endpoint(
    name: str,
    method: Method,
    path: str,
    request: Fields | None,
    response: Shape | None,
    access: tuple[Access, ...],
    status: int | None = None,
    path_fields: tuple[Field, ...] = (),
) -> Endpoint:
    return Endpoint(
        name=name,
        method=method,
        path=f"/auth{path}",
        path_fields=path_fields,
        query=(),
        request=request,
        response=response,
        status=status or (200 if response else 204),
        access=access,
    )
