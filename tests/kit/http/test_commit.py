"""Nothing is acknowledged that is not committed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import pytest
from starlette.requests import Request
from starlette.responses import Response

from plano_kit.auth.principal import USER
from plano_kit.http.call import Call, calls, rendered
from tests.kit.sample import depot
from tests.kit.sample.depot import DepotContext
from tests.kit.sample.stand import PARCEL, Stand, packed

T = TypeVar("T")


async def check_that_a_failing_commit_is_told(stand: Stand) -> None:
    ada = stand.person()
    made = await packed(ada)
    answer = await ada.post("/words", json={"parcel_id": made["id"], "words": "fails late"})
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert await stand.count("label") == 0


async def test_a_commit_that_fails_is_a_500_and_nothing_was_acknowledged(stand: Stand) -> None:
    await check_that_a_failing_commit_is_told(stand)


class Hasty(Call[DepotContext]):
    """Answers first and commits behind the answer's back, as a `yield` dependency would."""

    async def run(
        self, work: Callable[[DepotContext], Awaitable[T]], model: type[object] | None = None, *, status: int = 200
    ) -> Response:
        transaction = self.runtime.transaction(self.grant.principal)
        ctx = await transaction.__aenter__()
        result = await work(ctx)
        await ctx.session.flush()

        async def later() -> None:
            await transaction.__aexit__(None, None, None)

        self.request.state.later = asyncio.create_task(later())
        return rendered(result, model, status)


async def test_a_commit_behind_the_answer_fails_that_check(stand: Stand) -> None:
    async def hasty(request: Request) -> Hasty:
        call: Call[DepotContext] = await calls(USER)(request)
        return Hasty(call.request, call.runtime, call.identity, call.grant)

    made = await packed(stand.person())
    stand.app.dependency_overrides[depot.user] = hasty
    answer = await stand.person().post("/words", json={"parcel_id": made["id"], "words": "fails late"})
    assert answer.status_code == 201, "acknowledged, and never there"
    await asyncio.sleep(0.2)
    assert await stand.count("label") == 0


async def test_the_same_holds_for_what_is_generated(stand: Stand) -> None:
    ada = stand.person()
    made = await packed(ada)
    assert (await ada.post("/parcels", json={**PARCEL, "note": "fails late"})).status_code == 500
    keyed = await ada.post("/parcels", json={**PARCEL, "note": "fails late"}, headers={"Idempotency-Key": "k"})
    assert keyed.status_code == 500
    assert (await ada.patch(f"/parcels/{made['id']}", json={"note": "fails late"})).status_code == 500
    assert await stand.count("parcel") == 1
    assert (await ada.get(f"/parcels/{made['id']}")).json() == made


async def test_a_handler_that_raises_leaves_nothing_behind(stand: Stand) -> None:
    ada = stand.person()
    made = await packed(ada)
    path = f"/parcels/{made['id']}/send"
    assert (await ada.post(path)).status_code == 200
    refused = await ada.post(path)
    assert refused.status_code == 409
    assert refused.json()["detail"] == "this parcel is already sent"
    assert await stand.count("plano.outbox") == 1


async def test_the_answer_is_visible_to_everyone_when_it_comes(
    stand: Stand, beside: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    ada = stand.person()
    for number in range(5):
        made = await packed(ada, code=f"c{number}")
        assert await beside.fetchval("SELECT code FROM parcel WHERE id = $1::text::uuid", made["id"]) == f"c{number}"


@pytest.mark.parametrize("path", ["/send", ""])
async def test_a_lock_that_another_holds_is_a_503(
    stand: Stand, beside: "asyncpg.Connection[asyncpg.Record]", path: str
) -> None:
    ada = stand.person()
    made = await packed(ada)
    async with beside.transaction():
        await beside.execute("SELECT 1 FROM parcel FOR UPDATE")
        method = "POST" if path else "PATCH"
        answer = await ada.request(method, f"/parcels/{made['id']}{path}", json={"note": "x"} if not path else None)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
