"""The same POST sent again is done once."""

import asyncio

import httpx
import pytest
from starlette.requests import Request

from plano_kit.auth.principal import OWNER, USER
from plano_kit.http.call import Call, calls
from tests.kit.sample import depot
from tests.kit.sample.depot import DepotContext
from tests.kit.sample.stand import PARCEL, Stand, packed

KEY = {"Idempotency-Key": "one"}


async def check_that_a_repeat_is_answered_the_same(stand: Stand) -> None:
    ada = stand.person()
    first = await ada.post("/parcels", json=PARCEL, headers=KEY)
    again = await ada.post("/parcels", json=PARCEL, headers=KEY)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert (again.headers["ETag"], again.headers["Content-Type"]) == ('"1"', "application/json")
    assert await stand.count("parcel") == 1

    path = f"/parcels/{first.json()['id']}/send"
    sent = await ada.post(path, headers=KEY | {"Idempotency-Key": "two"})
    resent = await ada.post(path, headers=KEY | {"Idempotency-Key": "two"})
    assert (sent.status_code, resent.status_code) == (200, 200)
    assert sent.content == resent.content
    assert await stand.count("plano.outbox") == 1


async def test_a_repeat_is_answered_the_same_and_changes_nothing(stand: Stand) -> None:
    await check_that_a_repeat_is_answered_the_same(stand)


async def test_without_the_key_that_check_fails(stand: Stand) -> None:
    async def keyless(request: Request) -> Call[DepotContext]:
        headers = [each for each in request.scope["headers"] if each[0] != b"idempotency-key"]
        request.scope["headers"] = headers
        call: Call[DepotContext] = await calls(OWNER, USER)(Request(request.scope, request.receive))
        return call

    stand.app.dependency_overrides |= {depot.user: keyless, depot.owner: keyless}
    with pytest.raises(AssertionError):
        await check_that_a_repeat_is_answered_the_same(stand)


async def test_another_request_under_the_same_key_is_refused(stand: Stand) -> None:
    ada = stand.person()
    made = await ada.post("/parcels", json=PARCEL, headers=KEY)
    other = await ada.post("/parcels", json={**PARCEL, "code": "other"}, headers=KEY)
    elsewhere = await ada.post(f"/parcels/{made.json()['id']}/send", headers=KEY)
    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert await stand.count("parcel") == 1


async def test_a_key_is_its_senders_own(stand: Stand) -> None:
    answers = [
        await stand.person().post("/parcels", json={**PARCEL, "code": code}, headers=KEY) for code in ("a", "b")
    ]
    assert [answer.status_code for answer in answers] == [201, 201]


async def test_what_was_rolled_back_may_be_tried_again(stand: Stand) -> None:
    ada = stand.person()
    made = await packed(ada)
    late = {"parcel_id": made["id"], "words": "fails late"}
    assert (await ada.post("/words", json=late, headers=KEY)).status_code == 500
    assert await stand.count("plano.idempotency") == 0
    assert (await ada.post("/words", json={**late, "words": "fine"}, headers=KEY)).status_code == 201
    await packed(ada, code="taken")
    two = {"Idempotency-Key": "two"}
    assert (await ada.post("/parcels", json={**PARCEL, "code": "taken"}, headers=two)).status_code == 409
    assert (await ada.post("/parcels", json={**PARCEL, "code": "free"}, headers=two)).status_code == 201


async def test_of_two_at_once_one_is_done_and_the_other_told_the_same_or_to_wait(stand: Stand) -> None:
    ada = stand.person()

    async def send() -> httpx.Response:
        return await ada.post("/wait", headers=KEY)

    both = await asyncio.gather(send(), send())
    assert sorted(answer.status_code for answer in both) == [204, 409]
    [refused] = [answer for answer in both if answer.status_code == 409]
    assert refused.headers["Retry-After"] == "1"

    many = await asyncio.gather(*(ada.post("/parcels", json=PARCEL, headers={"Idempotency-Key": "m"}) for _ in "12345"))
    assert {answer.status_code for answer in many} == {201}
    assert len({answer.content for answer in many}) == 1
    assert await stand.count("parcel") == 1


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "ñ"])
async def test_a_malformed_key_is_refused(stand: Stand, key: str) -> None:
    answer = await stand.person().post("/parcels", json=PARCEL, headers={"Idempotency-Key": key.encode("latin-1")})
    assert answer.status_code == 422
    assert await stand.count("parcel") == 0


async def test_a_key_on_a_get_means_nothing(stand: Stand) -> None:
    assert (await stand.person().get("/parcels", headers=KEY)).status_code == 200
    assert await stand.count("plano.idempotency") == 0
