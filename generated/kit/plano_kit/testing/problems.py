"""Every error is a problem (RFC 9457), and one that the OpenAPI document tells of."""

from __future__ import annotations

from uuid import uuid4

from plano_kit.problems import MEDIA_TYPE
from plano_kit.testing.base import Bed, StandTests, filled
from plano_kit.testing.bench import Bench
from plano_kit.testing.checks import declared, fine, problem, shown
from plano_kit.testing.examples import body, given
from plano_kit.testing.nowhere import NOWHERE
from plano_kit.testing.postgresql import Database
from plano_kit.testing.stand import Endpoint

_HIDDEN = "what only the log may tell"


class ProblemTests(StandTests):
    """A problem for each status that can be brought about."""

    async def test_a_path_that_is_not_there_is_404(self, bench: Bed) -> None:
        problem(await bench.client.get(f"/{uuid4()}"), 404)

    async def test_a_method_that_a_path_does_not_have_is_405(self, bench: Bed, endpoint: Endpoint) -> None:
        there = {each.method for each in self.stand.endpoints if filled(each, "0") == filled(endpoint, "0")}
        answer = await bench.client.request("QUERY", filled(endpoint, "0"))
        problem(answer, 405)
        assert {each.strip() for each in answer.headers["Allow"].split(",")} >= there
        assert "405" in declared(bench.service.openapi, endpoint)

    async def test_a_row_that_is_not_there_is_404(self, bench: Bed, single: Endpoint) -> None:
        problem(await self.send(bench, single, id=uuid4()), 404)
        assert "404" in declared(bench.service.openapi, single)

    async def test_an_id_that_is_none_is_422_and_says_where(self, bench: Bed, single: Endpoint) -> None:
        told = problem(await self.send(bench, single, id="no-uuid"), 422)
        assert "errors" in (told.model_extra or {})
        assert "422" in declared(bench.service.openapi, single)

    async def test_a_member_that_is_not_known_is_422(self, bench: Bed, strict: Endpoint) -> None:
        name = f"not_{uuid4().hex}"
        told = problem(await self.send(bench, strict, id=uuid4(), content=f'{{"{name}": 1}}'), 422)
        assert name in str(told.model_extra)
        assert "422" in declared(bench.service.openapi, strict)

    async def test_a_body_that_is_not_json_is_422(self, bench: Bed, bodied: Endpoint) -> None:
        problem(await self.send(bench, bodied, id=uuid4(), content="{"), 422)

    async def test_what_must_be_unique_is_409_the_second_time(self, bench: Bed, creating_unique: Endpoint) -> None:
        assert creating_unique.table is not None
        assert creating_unique.request is not None
        content = await body(bench, self.stand, creating_unique.table, creating_unique.request, 1)
        fine(await self.send(bench, creating_unique, content=content), 201)
        problem(await self.send(bench, creating_unique, content=content), 409)
        assert "409" in declared(bench.service.openapi, creating_unique)

    async def test_a_bug_is_500_and_tells_a_trace_id_alone(self, bench: Bed) -> None:
        async def broken() -> None:
            raise RuntimeError(_HIDDEN)

        bench.app.add_api_route("/a-bug-of-a-test", broken)
        trace = uuid4().hex
        answer = await bench.client.get("/a-bug-of-a-test", headers={"traceparent": f"00-{trace}-{'1' * 16}-01"})
        told = problem(answer, 500)
        assert _HIDDEN not in answer.text
        assert told.model_extra == {"trace_id": trace}

    async def test_a_database_that_is_away_is_503(self, listing: Endpoint) -> None:
        nowhere = f"postgresql://nobody:nothing@{NOWHERE}/away"
        away = Database("away", nowhere, nowhere, nowhere)
        async with Bench.opened(self.stand.service, away) as bench:
            answer = await self.send(bench, listing)
        problem(answer, 503)
        assert answer.headers["Retry-After"].isdecimal(), shown(answer)
        assert "503" in declared(bench.service.openapi, listing)

    async def test_no_error_is_anything_but_a_problem(self, bench: Bed, endpoint: Endpoint) -> None:
        for headers in ({}, {"Authorization": "Basic YTpi"}, {"Content-Type": "text/plain"}):
            answer = await bench.client.request(endpoint.method, filled(endpoint, "0"), headers=headers)
            if answer.is_error:
                assert answer.headers["Content-Type"] == MEDIA_TYPE, shown(answer)

    async def test_a_row_that_was_given_is_found(self, bench: Bed, getting: Endpoint) -> None:
        assert getting.table is not None
        owner = uuid4()
        row = await given(bench, self.stand, getting.table, 1, owner)
        assert fine(await self.send(bench, getting, id=row.id, owner=owner))["id"] == str(row.id)
