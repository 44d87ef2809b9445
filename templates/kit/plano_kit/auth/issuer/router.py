"""The issuer's endpoints: `/auth/…`, the same on every platform but for what an account's register request holds.

The POSTs among them pass over an `Idempotency-Key`; a request that carries one is not refused. A kept answer would
hold tokens or a session's cookie, and a kept fingerprint would be a fast hash of a body with a password. None needs it
either: `register` a second time is a 409, `logout` ends what has ended, `password` is refused since the current one is
another by then, `login` and `token` give another token. `refresh` a second time ends the session, since a stolen token
looks the same.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from plano_kit.auth.issuer.cookie import RefreshCookie
from plano_kit.auth.issuer.credentials import FORM_SCHEMA, OAuthProblem, read_client_secret
from plano_kit.auth.issuer.issuing import ACCESS_LIFETIME, Issuing, Opened
from plano_kit.auth.issuer.schemas import (
    BEARER,
    BlockedRequest,
    LoginRequest,
    PasswordRequest,
    Registration,
    RolesRequest,
    TokenResponse,
)
from plano_kit.auth.jwks import JsonWebKeySet
from plano_kit.auth.principal import USER, Access, Principal, judge, role
from plano_kit.problems import Problem, Unauthorized
from plano_kit.service import Issuer

_ADMIN = role("admin")


class Desk:
    """What the endpoints need of the process that serves them; `create_app` keeps one in `app.state.desk`."""

    def __init__(self, issuing: Issuing, cookie_secure: bool) -> None:
        self.issuing = issuing
        self.cookie = RefreshCookie(issuing.name, cookie_secure)

    def opened(self, opened: Opened) -> Response:
        """The answer that gives both tokens: one to the page, one to the browser."""
        response = _token_response(opened.access)
        self.cookie.write(response, opened.refresh)
        return response


def _desk(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]


def _person(access: Access) -> object:
    async def judged(request: Request, desk: TheDesk) -> Principal:
        grant = judge(await desk.issuing.verifier.identify(request.headers), (access,), frozenset())
        assert grant.principal is not None
        return grant.principal

    return Depends(judged)


def issuer_router(definition: Issuer) -> APIRouter:
    """The endpoints for this account entity."""
    router = APIRouter(prefix="/auth", tags=["Auth"])

    async def register(body: Registration, desk: TheDesk) -> Response:
        """Make an account."""
        row = await desk.issuing.register(body)
        shown = definition.response.model_validate(row, from_attributes=True)
        return Response(shown.model_dump_json(by_alias=True), status_code=201, media_type="application/json")

    # FastAPI reads the body's class here; only the generated service knows it.
    register.__annotations__["body"] = definition.register
    router.post("/register", operation_id="register", status_code=201, response_model=definition.response)(register)

    router.post("/login", operation_id="login", response_model=TokenResponse)(login)
    router.post("/refresh", operation_id="refresh", response_model=TokenResponse)(refresh)
    router.post("/logout", operation_id="logout", status_code=204, response_class=Response)(logout)
    router.post("/password", operation_id="change_password", status_code=204, response_class=Response)(change_password)
    router.post(
        "/token",
        operation_id="client_token",
        response_model=TokenResponse,
        openapi_extra={"requestBody": FORM_SCHEMA},
    )(client_token)
    router.get("/jwks.json", operation_id="jwks", response_model=JsonWebKeySet)(jwks)
    router.put("/accounts/{id}/roles", operation_id="set_roles", status_code=204, response_class=Response)(set_roles)
    router.put("/accounts/{id}/blocked", operation_id="set_blocked", status_code=204, response_class=Response)(
        set_blocked
    )
    return router


async def login(body: LoginRequest, request: Request, desk: TheDesk) -> Response:
    """Begin a session: an access token in the answer, a refresh token in a cookie."""
    return desk.opened(await desk.issuing.login(body.email.strip(), body.password, _address(request)))


async def refresh(request: Request, desk: TheDesk) -> Response:
    """Go on with the session of the cookie, which is replaced; the same cookie twice ends the session."""
    token = desk.cookie.read(request)
    try:
        if token is None:
            raise Unauthorized("there is no session: log in")
        return desk.opened(await desk.issuing.refresh(token))
    except Problem as problem:
        refused = problem.response()
        desk.cookie.clear(refused)
        return refused


async def logout(request: Request, desk: TheDesk) -> Response:
    """End the session of the cookie, if there is one."""
    token = desk.cookie.read(request)
    if token is not None:
        await desk.issuing.logout(token)
    response = Response(status_code=204)
    desk.cookie.clear(response)
    return response


async def change_password(
    body: PasswordRequest, request: Request, desk: TheDesk, person: Annotated[Principal, _person(USER)]
) -> Response:
    """Change the own password; every other session of the account ends."""
    await desk.issuing.change_password(
        person.id, body.current, body.new, _address(request), keep=desk.cookie.read(request)
    )
    return Response(status_code=204)


async def client_token(request: Request, desk: TheDesk) -> Response:
    """A service's token for its client secret (RFC 6749, 4.4), by HTTP Basic or in the form."""
    client = await read_client_secret(request)
    token = await desk.issuing.token_for_service(client.name, client.secret)
    if token is None:
        raise OAuthProblem(401, "invalid_client", "the client is not known, or its secret is wrong")
    return _token_response(token)


async def jwks(desk: TheDesk) -> JsonWebKeySet:
    """The public keys that tokens are signed with (RFC 7517)."""
    return desk.issuing.keys.published()


async def set_roles(id: UUID, body: RolesRequest, desk: TheDesk, _: Annotated[Principal, _person(_ADMIN)]) -> Response:
    """Replace an account's roles."""
    await desk.issuing.set_roles(id, frozenset(body.roles))
    return Response(status_code=204)


async def set_blocked(
    id: UUID, body: BlockedRequest, desk: TheDesk, _: Annotated[Principal, _person(_ADMIN)]
) -> Response:
    """Keep an account out, ending its sessions, or let it in again."""
    await desk.issuing.set_blocked(id, body.blocked)
    return Response(status_code=204)


def _token_response(token: str) -> Response:
    body = TokenResponse(access_token=token, token_type=BEARER, expires_in=ACCESS_LIFETIME)
    return JSONResponse(body.model_dump(mode="json"), headers={"Cache-Control": "no-store"})


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""
