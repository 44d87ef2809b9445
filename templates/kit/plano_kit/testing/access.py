"""Who is let in: every endpoint and every kind of caller; whose token counts; and whose rows are seen."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from plano_kit.auth.issuer import SigningKey, SigningKeys
from plano_kit.auth.principal import Principal
from plano_kit.testing.base import Bed, StandTests, filled
from plano_kit.testing.callers import Caller, Outcome, callers, expected
from plano_kit.testing.checks import fine, items, problem
from plano_kit.testing.examples import given
from plano_kit.testing.stand import Endpoint

JUDGED: dict[str, Outcome] = {"this needs an access token": 401, "you may not do this": 403}
"""What the kit says to those whom access keeps out; a handler may answer 403 too, in words of its own."""


class AccessTests(StandTests):
    """Access as the blueprint says it."""

    async def test_only_whom_the_blueprint_names_is_let_in(self, bench: Bed, endpoint: Endpoint) -> None:
        known = bench.service.callers
        wanted = {each.name: expected(endpoint, each, known) for each in callers(endpoint, known)}
        found = {each.name: await _outcome(bench, endpoint, each) for each in callers(endpoint, known)}
        assert found == wanted

    async def test_a_token_that_does_not_hold_opens_nothing(self, bench: Bed, endpoint: Endpoint) -> None:
        if bench.service.trusts is None:
            pytest.skip("nobody issues tokens here")
        person = Principal.user(uuid4(), frozenset({"admin"}))
        foreign = SigningKeys([SigningKey.of(ec.generate_private_key(ec.SECP256R1()))])
        tokens = {
            "no token at all": "a.b.c",
            "expired": bench.token(person, lifetime=-60),
            "of another platform": bench.token(person, issuer="another-local"),
            "of another key": foreign.sign(person, bench.runtime.name, 300),
        }
        for token in tokens.values():
            answer = await bench.client.request(
                endpoint.method, filled(endpoint, "0"), headers={"Authorization": f"Bearer {token}"}
            )
            problem(answer, 401)
            assert answer.headers["WWW-Authenticate"] == "Bearer"

    async def test_another_s_row_is_not_found(self, bench: Bed, owned_single: Endpoint) -> None:
        single = owned_single
        assert single.table is not None
        me, other = uuid4(), uuid4()
        mine = await given(bench, self.stand, single.table, 1, me)
        theirs = await given(bench, self.stand, single.table, 2, other)
        problem(await self.send(bench, single, id=theirs.id, owner=me), 404)
        assert (await self.send(bench, single, id=mine.id, owner=me)).is_success

    async def test_a_list_holds_one_s_own_rows_alone(self, bench: Bed, owned_listing: Endpoint) -> None:
        listing = owned_listing
        assert listing.table is not None
        me = uuid4()
        mine = await given(bench, self.stand, listing.table, 1, me)
        await given(bench, self.stand, listing.table, 2, uuid4())
        answer = await self.send(bench, listing, owner=me, query={"count": "true"})
        found, _ = items(answer)
        assert [UUID(str(each["id"])) for each in found] == [mine.id]
        assert fine(answer)["count"] == 1


async def _outcome(bench: Bed, endpoint: Endpoint, caller: Caller) -> Outcome:
    """Access is judged before anything of the request is read, so a request that makes no sense will do."""
    answer = await bench.client.request(
        endpoint.method,
        filled(endpoint, "0"),
        content="{}" if endpoint.request is not None else None,
        headers=bench.headers(caller) | {"Content-Type": "application/json"},
    )
    if answer.status_code not in (401, 403):
        return "let in"
    return JUDGED.get(problem(answer, answer.status_code).detail, "let in")
