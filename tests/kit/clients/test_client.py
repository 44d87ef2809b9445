"""Calls between services: what goes out, what is repeated, and what a handler sees of an error."""

import json
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from starlette.responses import JSONResponse, Response

from plano_kit.clients import CallScope
from plano_kit.clients.base import Patience
from plano_kit.problems import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    PreconditionFailed,
    Problem,
    Unavailable,
    Unprocessable,
)
from tests.kit.clients.upstream import QUICK, Boat, Harbour, problem

BOAT = Boat(id=UUID(int=7), name="Ana")


def found(*boats: Boat) -> Response:
    return JSONResponse([boat.model_dump(mode="json") for boat in boats])


def one() -> Response:
    return JSONResponse(BOAT.model_dump(mode="json"))


async def test_a_call_carries_the_services_own_token_and_the_persons() -> None:
    async with Harbour(one()).open() as harbour:
        assert await harbour.client().get_boat(BOAT.id) == BOAT
        await harbour.client(CallScope.once(on_behalf_of="adas-token")).get_boat(BOAT.id)
        assert harbour.headers("authorization") == ["Bearer token-1", "Bearer token-1"]
        assert harbour.headers("plano-on-behalf-of") == [None, "adas-token"]


async def test_paths_and_queries_arrive_as_they_were_meant() -> None:
    name = "a/b?c=d&e#f%20 ñ"
    async with Harbour(found()).open() as harbour:
        await harbour.client().find(name, berths=(1, 2))
        query = harbour.asked[0].query_params
        assert (query.getlist("name"), query.getlist("berth"), query.get("sort")) == ([name], ["1", "2"], None)
        await harbour.client().scrap(name)
        assert harbour.asked[1].path_params["path"] == f"boats/{name}"
        assert harbour.asked[1].scope["raw_path"].count(b"/") == 2
        for outside in ("..", ".", ""):
            with pytest.raises(BadRequest):
                await harbour.client().scrap(outside)
        assert len(harbour.asked) == 2


async def test_a_body_holds_what_was_set_and_nothing_else() -> None:
    async with Harbour(one()).open() as harbour:
        await harbour.client().moor("Ana", Decimal("3.00"))
        assert json.loads(harbour.bodies[0]) == {"name": "Ana", "fee": "3.00"}
        assert harbour.headers("content-type") == ["application/json"]


async def test_the_same_handling_repeats_the_same_keys_in_the_same_order() -> None:
    async with Harbour(one()).open() as harbour:
        for message in ("m1", "m1", "m2"):
            client = harbour.client(CallScope.of_message("orders.payments", message))
            await client.get_boat(BOAT.id)
            await client.moor("Ana", Decimal(1))
            await client.moor("Eva", Decimal(1))
        keys = [key for request, key in zip(harbour.asked, harbour.headers("idempotency-key"), strict=True) if key]
        assert len(keys) == 6
        assert keys[0:2] == keys[2:4]
        assert len(set(keys)) == 4
        assert all(len(key) == 64 for key in keys)


def test_keys_differ_by_group_person_and_operation() -> None:
    def first(scope: CallScope) -> str:
        return scope.next_key()

    ada, eve = str(uuid4()), str(uuid4())
    keys = [
        first(CallScope.of_message("a", "b:c")),
        first(CallScope.of_message("a:b", "c")),
        first(CallScope.of_request(ada, "POST /boats", "k", None)),
        first(CallScope.of_request(eve, "POST /boats", "k", None)),
        first(CallScope.of_request(ada, "POST /piers", "k", None)),
        first(CallScope.once()),
        first(CallScope.once()),
    ]
    assert len(set(keys)) == len(keys)
    assert first(CallScope.of_request(ada, "POST /boats", "k", None)) == keys[2]


def test_a_batch_counts_each_messages_calls_on_its_own() -> None:
    batch, alone = CallScope.once(), CallScope.of_message("g", "m1")
    keys = [batch.for_message("g", "m1").next_key() for _ in range(2)]
    batch.for_message("g", "m2").next_key()
    assert keys == [alone.next_key(), alone.next_key()]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_passing_failure_is_repeated_under_the_same_key(status: int) -> None:
    async with Harbour(problem(status), problem(status), one()).open() as harbour:
        assert await harbour.client().moor("Ana", Decimal(1)) == BOAT
        assert len(harbour.asked) == 3
        assert len(set(harbour.headers("idempotency-key"))) == 1


async def test_a_call_whose_answer_is_lost_is_repeated() -> None:
    async with Harbour(1.0, one()).open() as harbour:
        assert await harbour.client().moor("Ana", Decimal(1)) == BOAT
        assert harbour.bodies[0] == harbour.bodies[1]


async def test_a_delete_that_may_have_happened_is_not_repeated() -> None:
    for answer in (problem(504), 1.0):
        async with Harbour(answer, Response(status_code=204)).open() as harbour:
            with pytest.raises(Unavailable):
                await harbour.client().scrap("7")
            assert len(harbour.asked) == 1


async def test_a_first_try_that_is_still_at_work_is_waited_for() -> None:
    async with Harbour(problem(409, retry_after="0"), one()).open() as harbour:
        assert await harbour.client().moor("Ana", Decimal(1)) == BOAT


async def test_patience_ends() -> None:
    async with Harbour(problem(503)).open() as harbour:
        with pytest.raises(Unavailable, match="harbour answered 503"):
            await harbour.client().get_boat(BOAT.id)
        assert len(harbour.asked) == QUICK.attempts
        hurried = Patience(connect=0.5, answer=0.5, total=0.2, attempts=99, first=0.05, longest=0.05)
        with pytest.raises(Unavailable):
            await harbour.client(patience=hurried).get_boat(BOAT.id)
        assert len(harbour.asked) < QUICK.attempts + 40


async def test_a_service_that_is_not_there_is_unavailable() -> None:
    harbour = Harbour(one())
    async with harbour.open():
        pass
    client = Harbour(one())
    client.url = harbour.url
    with pytest.raises(Unavailable, match="harbour cannot be reached"):
        await client.client().get_boat(BOAT.id)


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (412, PreconditionFailed),
        (422, Unprocessable),
    ],
)
async def test_what_a_handler_can_handle_is_the_same_problem(status: int, raised: type[Problem]) -> None:
    async with Harbour(problem(status, "the berth is taken")).open() as harbour:
        with pytest.raises(raised, match="the berth is taken"):
            await harbour.client().moor("Ana", Decimal(1))
        assert len(harbour.asked) == 1


async def test_a_wait_longer_than_patience_is_not_begun() -> None:
    async with Harbour(problem(429, retry_after="60")).open() as harbour:
        with pytest.raises(Unavailable, match="harbour answered 429"):
            await harbour.client().get_boat(BOAT.id)
        assert len(harbour.asked) == 1


@pytest.mark.parametrize("status", [301, 400, 405, 415, 500])
async def test_what_is_nobodys_to_handle_is_unavailable(status: int) -> None:
    async with Harbour(problem(status, "secret of the harbour")).open() as harbour:
        with pytest.raises(Unavailable, match=f"harbour answered {status}") as raised:
            await harbour.client().moor("Ana", Decimal(1))
        assert "secret" not in str(raised.value)


async def test_an_answer_of_another_shape_is_unavailable() -> None:
    async with Harbour(JSONResponse({"id": "no"})).open() as harbour:
        with pytest.raises(Unavailable, match="cannot read"):
            await harbour.client().get_boat(BOAT.id)


async def test_a_refused_token_is_renewed_once() -> None:
    async with Harbour(problem(401), one()).open() as harbour:
        assert await harbour.client().get_boat(BOAT.id) == BOAT
        assert harbour.headers("authorization") == ["Bearer token-1", "Bearer token-2"]
    async with Harbour(problem(401)).open() as harbour:
        with pytest.raises(Unavailable):
            await harbour.client().get_boat(BOAT.id)
        assert len(harbour.asked) == 2
