"""A service's own token: fetched by its secret, kept, and renewed before it is old."""

import asyncio
import base64

import httpx
import pytest
from pydantic import SecretStr
from starlette.responses import JSONResponse, Response

from plano_kit.clients import ClientCredentials
from plano_kit.problems import Unavailable
from tests.kit.clients.upstream import Harbour, problem


def granted(token: str, seconds: int) -> Response:
    return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": seconds})


def credentials(http: httpx.AsyncClient, issuer: Harbour) -> ClientCredentials:
    return ClientCredentials(http, f"{issuer.url}/", "orders", SecretStr("a+b%c:d"))


async def test_many_callers_at_once_fetch_one_token() -> None:
    async with Harbour(granted("first", 900)).open() as issuer, httpx.AsyncClient() as http:
        source = credentials(http, issuer)
        assert set(await asyncio.gather(*(source.token() for _ in range(20)))) == {"first"}
        [asked] = issuer.asked
        assert asked.url.path == "/auth/token"
        assert issuer.bodies == [b"grant_type=client_credentials"]
        basic = base64.b64decode(asked.headers["authorization"].removeprefix("Basic "))
        assert basic == b"orders:a%2Bb%25c%3Ad"


async def test_a_token_is_renewed_before_it_expires_and_after_a_refusal() -> None:
    issuer = Harbour(granted("first", 1), granted("second", 900), granted("third", 900))
    async with issuer.open(), httpx.AsyncClient() as http:
        source = credentials(http, issuer)
        assert await source.token() == "first"
        await asyncio.sleep(0.9)
        assert await source.token() == "second"
        source.reject("first")
        assert await source.token() == "second"
        source.reject("second")
        assert await source.token() == "third"


async def test_a_token_that_is_good_is_given_while_the_issuer_is_away() -> None:
    async with Harbour(granted("first", 2), problem(503)).open() as issuer, httpx.AsyncClient() as http:
        source = credentials(http, issuer)
        assert await source.token() == "first"
        await asyncio.sleep(1.65)
        assert {await source.token() for _ in range(5)} == {"first"}
        assert len(issuer.asked) == 2
        await asyncio.sleep(0.4)
        with pytest.raises(Unavailable):
            await source.token()


async def test_a_wrong_secret_is_told_without_showing_it() -> None:
    async with Harbour(problem(401)).open() as issuer, httpx.AsyncClient() as http:
        with pytest.raises(Unavailable, match="the issuer gave no token to orders: 401") as raised:
            await credentials(http, issuer).token()
        assert "a+b" not in str(raised.value)
