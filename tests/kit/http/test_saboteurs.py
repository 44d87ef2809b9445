"""With its mechanism switched off, each guarantee is seen to break: the other tests here watch something real."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from plano_kit.auth.principal import Access, Grant, Identity, Principal, judge
from plano_kit.clients.scope import CallScope
from plano_kit.runtime import Runtime
from tests.kit.http.library import Context
from tests.kit.http.town import Town


async def test_a_commit_behind_the_answer_acknowledges_what_fails(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    proper = Runtime.transaction
    behind: list[asyncio.Task[bool | None]] = []

    @asynccontextmanager
    async def hasty(
        runtime: Runtime[Context], principal: Principal | None, *, owned: bool, scope: CallScope
    ) -> AsyncIterator[Context]:
        inner = proper(runtime, principal, owned=owned, scope=scope)
        yield await inner.__aenter__()
        leaving: Coroutine[object, object, bool | None] = inner.__aexit__(None, None, None)
        behind.append(asyncio.create_task(leaving))

    monkeypatch.setattr(Runtime, "transaction", hasty)
    async with town.person("ada") as ada:
        assert (await ada.post("/work", json={"how": "late"})).status_code == 201
    [failed] = await asyncio.gather(*behind, return_exceptions=True)
    assert isinstance(failed, Exception)
    assert await town.titles() == []


async def test_without_the_claim_a_repeat_is_done_twice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plano_kit.http.idempotency._CLAIM", "SELECT $1::text, $2::text, $3::text")
    async with town.person("ada") as ada:
        for _ in range(2):
            await ada.post("/books", json={"title": "twice"}, headers={"Idempotency-Key": "k"})
    assert await town.titles() == ["twice", "twice"]


async def test_without_the_owners_filter_anothers_row_is_shown(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(identity: Identity, access: tuple[Access, ...], callers: frozenset[str]) -> Grant:
        return replace(judge(identity, access, callers), owned=False)

    monkeypatch.setattr("plano_kit.http.call.judge", careless)
    async with town.person("ada") as ada, town.person("bob") as bob:
        book = (await ada.post("/books", json={"title": "hers"})).json()["id"]
        assert (await bob.get(f"/books/{book}")).status_code == 200
