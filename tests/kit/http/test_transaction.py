"""One request, one transaction: done once under a key, and answered after the commit."""

import asyncio
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from plano_kit.app import create_app
from plano_kit.runtime import Runtime
from tests.kit.http.library import Book
from tests.kit.http.town import Town, problem


def key(value: str) -> dict[str, str]:
    return {"Idempotency-Key": value}


async def test_the_result_is_rendered_with_what_the_database_holds(town: Town) -> None:
    async with town.person("ada") as ada:
        made = await ada.post("/work", json={"how": "fine"})
        assert (made.status_code, made.headers["etag"]) == (201, '"1"')
        await ada.patch(f"/books/{made.json()['id']}", json={"copies": 3})
        lent = await ada.post(f"/books/{made.json()['id']}/lend", json={"copies": 2})
        assert (lent.status_code, lent.json()["copies"], lent.headers["etag"]) == (200, 1, '"3"')
        assert lent.json() == (await ada.get(f"/books/{made.json()['id']}")).json()


async def test_no_result_is_204_without_a_body(town: Town) -> None:
    async with town.person("ada") as ada:
        answer = await ada.post("/silent")
        assert (answer.status_code, answer.content) == (204, b"")
    assert await town.titles() == ["silent"]


@pytest.mark.parametrize("path", ["/work", "/books"])
async def test_what_fails_at_the_commit_is_never_answered_as_done(town: Town, path: str) -> None:
    body = {"how": "late"} if path == "/work" else {"title": "late"}
    async with town.person("ada") as ada:
        problem(await ada.post(path, json=body, headers=key("k")), 422)
    assert await town.titles() == []
    assert await town.database.sql("SELECT 1 FROM plano.idempotency") == []


@pytest.mark.parametrize(("how", "status"), [("refused", 409), ("broken", 500)])
async def test_what_the_handler_raises_undoes_its_work_and_frees_the_key(town: Town, how: str, status: int) -> None:
    async with town.person("ada") as ada:
        for _ in range(2):
            answer = await ada.post("/work", json={"how": how}, headers=key("k"))
            problem(answer, status)
            assert "Idempotency-Replayed" not in answer.headers
        assert (await ada.post("/work", json={"how": "fine"}, headers=key("k"))).status_code == 201
    assert await town.titles() == ["fine"]


@pytest.mark.parametrize(("path", "body"), [("/work", {"how": "fine"}), ("/books", {"title": "fine"})])
async def test_the_same_key_gets_the_same_answer_and_does_nothing_twice(
    town: Town, path: str, body: dict[str, str]
) -> None:
    async with town.person("ada") as ada:
        first = await ada.post(path, json=body, headers=key("k"))
        again = await ada.post(path, json=body, headers=key("k"))
    assert (again.status_code, again.content, again.headers["etag"]) == (201, first.content, first.headers["etag"])
    assert again.headers["content-type"] == "application/json"
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert await town.titles() == ["fine"]


async def test_an_empty_answer_is_replayed_too(town: Town) -> None:
    async with town.person("ada") as ada:
        answers = [await ada.post("/silent", headers=key("k")) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert await town.titles() == ["silent"]


async def test_a_key_is_one_requests_and_one_senders(town: Town) -> None:
    async with town.person("ada") as ada, town.person("bob") as bob:
        assert (await ada.post("/work", json={"how": "fine"}, headers=key("k"))).status_code == 201
        problem(await ada.post("/work", json={"how": "slow"}, headers=key("k")), 422)
        problem(await ada.post("/books", json={"title": "x"}, headers=key("k")), 422)
        assert (await bob.post("/work", json={"how": "fine"}, headers=key("k"))).status_code == 201
        for malformed in ("", "a b", "x" * 256):
            problem(await ada.post("/work", json={"how": "fine"}, headers=key(malformed)), 422)
    assert await town.titles() == ["fine", "fine"]


async def test_strangers_with_the_same_key_are_strangers(town: Town) -> None:
    """Nobody knows whether two anonymous requests are one sender's, so only the same request is the same."""
    async with town.nobody() as nobody, town.person("ada") as ada:
        first, again, other = [
            await nobody.post("/guests", json={"name": name}, headers=key("k")) for name in ("eve", "eve", "mia")
        ]
        assert (first.status_code, again.content, other.status_code) == (201, first.content, 201)
        assert [each.headers.get("Idempotency-Replayed") for each in (first, again, other)] == [None, "true", None]
        assert other.json()["title"] == "mia"
        for name, status in (("eve", 201), ("mia", 422)):
            assert (await ada.post("/guests", json={"name": name}, headers=key("k"))).status_code == status
    assert await town.titles() == ["eve", "mia", "eve"]


async def test_strangers_with_the_same_key_call_others_apart(town: Town) -> None:
    """What they are answered for is done elsewhere too: keys of calls must differ where their requests do."""
    keys: list[str] = []
    service = replace(town.runtime.service, clients=lambda outbound, scope: keys.append(scope.next_key()))
    async with Runtime(service, town.runtime.settings) as runtime:
        app = create_app(service, runtime.settings, runtime)
        async with app.router.lifespan_context(app), replace(town, app=app, runtime=runtime).nobody() as nobody:
            for name in ("eve", "eve", "mia"):
                await nobody.post("/guests", json={"name": name}, headers=key("k"))
    assert keys[0] == keys[1] != keys[2]


async def test_a_lock_gives_the_row_as_it_stands_though_it_was_read_before(town: Town) -> None:
    async with town.person("ada") as ada:
        book = UUID((await ada.post("/books", json={"title": "old"})).json()["id"])
    async with town.runtime.transaction(None) as ctx:
        read = await ctx.get(Book, book)
        await town.database.sql("UPDATE book SET title = 'new', row_version = 2")
        assert read.title == "old"
        # Without the kit's lock: the session's own copy.
        assert (await ctx.session.scalars(select(Book).with_for_update())).one().title == "old"
        assert (await ctx.get(Book, book, lock=True)).title == "new"
        read.title = "newer"
    assert await town.titles() == ["newer"]


async def test_the_same_key_at_the_same_moment_waits_and_is_replayed(town: Town) -> None:
    async with town.person("ada") as ada:

        async def one() -> httpx.Response:
            return await ada.post("/work", json={"how": "slow"}, headers=key("k"))

        answers = await asyncio.gather(*(one() for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", "true", "true", "true"]
    assert len({answer.content for answer in answers}) == 1
    assert await town.titles() == ["slow"]


async def test_a_key_that_is_held_too_long_is_a_conflict_to_try_again(town: Town) -> None:
    async with town.person("ada") as ada:
        long = asyncio.create_task(ada.post("/work", json={"how": "sleep"}, headers=key("k")))
        await asyncio.sleep(0.2)
        answer = await ada.post("/work", json={"how": "sleep"}, headers=key("k"))
        problem(answer, 409)
        assert answer.headers["Retry-After"] == "1"
        problem(await long, 503)
    assert await town.titles() == []


async def test_a_lock_that_is_not_given_in_time_is_503(town: Town) -> None:
    async with town.person("ada") as ada:
        book = (await ada.post("/work", json={"how": "fine"})).json()["id"]
        async with town.runtime.pool.acquire() as other, other.transaction():
            await other.execute("SELECT 1 FROM book FOR UPDATE")
            for answer in (
                await ada.post(f"/books/{book}/lend", json={"copies": 1}),
                await ada.patch(f"/books/{book}", json={"copies": 1}),
            ):
                problem(answer, 503)
                assert answer.headers["Retry-After"] == "1"
