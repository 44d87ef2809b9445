"""Calls between services where nobody issues tokens: they go without one. Where somebody does, none goes without."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.responses import JSONResponse

from plano_kit.clients import CallScope
from plano_kit.context import Context
from plano_kit.messaging import Event
from plano_kit.problems import Unavailable
from plano_kit.runtime import Runtime
from plano_kit.service import Service
from plano_kit.settings import Config, Settings
from tests.kit.clients.upstream import Harbour, HarbourClient, problem


class Work(Context[None, Config, Event]):
    """What a handler of the ferry would be given."""


class Here(Settings):
    """The harbour is where `harbour` says."""

    harbour: str = ""

    def url_of(self, name: str) -> str:
        return self.harbour


def ferry(trusts: str | None) -> Service[Work]:
    """A service that calls the harbour; `trusts` is the platform's issuer."""
    return Service(
        platform="coast",
        name="ferry",
        description="",
        package="tests.kit.clients",
        domain="coast.example",
        context=Work,
        clients=lambda outbound, scope: None,
        config=Config,
        metadata=None,
        openapi=Path(),
        trusts=trusts,
    )


async def found(harbour: Harbour, trusts: str | None, issuer: str = "") -> int:
    """How many boats the ferry finds in the harbour."""
    settings = Here(harbour=harbour.url, issuer_url=issuer)
    async with Runtime(ferry(trusts), settings) as runtime:
        client = HarbourClient(runtime.outbound.service("harbour"), CallScope.once())
        return len(await client.find("Ana"))


async def test_where_nobody_issues_tokens_a_call_goes_without_one() -> None:
    async with Harbour(JSONResponse([])).open() as harbour:
        assert await found(harbour, trusts=None) == 0
        assert harbour.headers("authorization") == [None]


async def test_without_tokens_a_refusal_is_not_asked_again() -> None:
    async with Harbour(problem(401)).open() as harbour:
        with pytest.raises(Unavailable, match="harbour answered 401"):
            await found(harbour, trusts=None)
        assert len(harbour.asked) == 1


async def test_with_an_issuer_that_gives_no_token_nothing_goes_out() -> None:
    async with Harbour(JSONResponse([])).open() as harbour, Harbour(problem(503)).open() as issuer:
        with pytest.raises(Unavailable, match="the issuer gave no token to ferry: 503"):
            await found(harbour, trusts="people", issuer=issuer.url)
        assert harbour.asked == []


async def test_with_an_issuer_each_call_carries_its_token() -> None:
    granted = JSONResponse({"access_token": "ferrys-own", "token_type": "Bearer", "expires_in": 900})
    async with Harbour(JSONResponse([])).open() as harbour, Harbour(granted).open() as issuer:
        assert await found(harbour, trusts="people", issuer=issuer.url) == 0
        assert harbour.headers("authorization") == ["Bearer ferrys-own"]
