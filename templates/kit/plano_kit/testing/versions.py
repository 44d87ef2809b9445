"""ETags against lost updates, and keys against doing twice what was asked once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from plano_kit.http.idempotency import HEADER, REPLAYED
from plano_kit.testing.base import Bed, StandTests
from plano_kit.testing.checks import declared, fine, problem, shown
from plano_kit.testing.examples import body, given
from plano_kit.testing.stand import Endpoint


class VersionTests(StandTests):
    """`ETag`, `If-Match`, `If-None-Match`, and `Idempotency-Key` on what creates."""

    async def test_what_changed_meanwhile_is_412(self, bench: Bed, changing: Endpoint) -> None:
        assert changing.table is not None
        owner = uuid4()
        row = await given(bench, self.stand, changing.table, 1, owner)
        stale = await self.send(bench, changing, id=row.id, owner=owner, headers={"If-Match": '"2"'})
        problem(stale, 412)
        assert "412" in declared(bench.service.openapi, changing)
        fresh = await self.send(bench, changing, id=row.id, owner=owner, headers={"If-Match": '"1"'})
        assert fresh.is_success, shown(fresh)
        if changing.verb == "update":
            assert fresh.headers["ETag"] == '"2"'
            lost = await self.send(bench, changing, id=row.id, owner=owner, headers={"If-Match": '"1"'})
            problem(lost, 412)

    async def test_an_if_match_that_is_no_etag_is_422(self, bench: Bed, changing: Endpoint) -> None:
        problem(await self.send(bench, changing, id=uuid4(), headers={"If-Match": "yesterday"}), 422)

    async def test_what_one_has_already_is_304(self, bench: Bed, getting: Endpoint) -> None:
        assert getting.table is not None
        owner = uuid4()
        row = await given(bench, self.stand, getting.table, 1, owner)
        first = await self.send(bench, getting, id=row.id, owner=owner)
        again = await self.send(
            bench, getting, id=row.id, owner=owner, headers={"If-None-Match": first.headers["ETag"]}
        )
        assert again.status_code == 304, shown(again)
        assert not again.content

    async def test_one_key_creates_once(self, bench: Bed, creating: Endpoint) -> None:
        assert creating.table is not None
        assert creating.request is not None
        owner = uuid4()
        content = await body(bench, self.stand, creating.table, creating.request, 1)
        key = {HEADER: str(uuid4())}
        first = await self.send(bench, creating, owner=owner, content=content, headers=key)
        again = await self.send(bench, creating, owner=owner, content=content, headers=key)
        assert fine(first, 201) == fine(again, 201)
        assert REPLAYED not in first.headers
        assert again.headers[REPLAYED] == "true"
        other = await body(bench, self.stand, creating.table, creating.request, 2)
        if other == content:
            pytest.skip("two requests of this kind cannot be told apart")
        answer = await self.send(bench, creating, owner=owner, content=other, headers=key)
        if bench.runtime.verifier is None:
            # Nobody can tell who anyone is here, so another request is another sender's.
            fine(answer, 201)
            assert REPLAYED not in answer.headers
        else:
            problem(answer, 422)

    async def test_what_is_created_is_its_creator_s(self, bench: Bed, creating_owned: Endpoint) -> None:
        assert creating_owned.table is not None
        assert creating_owned.request is not None
        owner = uuid4()
        content = await body(bench, self.stand, creating_owned.table, creating_owned.request, 1)
        made = fine(await self.send(bench, creating_owned, owner=owner, content=content), 201)
        assert made[str(creating_owned.table.__owner__)] == str(owner)
