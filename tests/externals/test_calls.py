"""A generated client calls a real server that described itself: what comes back, and what each failure becomes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, Header, HTTPException, Query, Request, Response
from fastapi import Path as PathValue
from pydantic import BaseModel, Field, SecretStr

from plano_kit.clients import CallScope, DescribedClient, Outbound
from plano_kit.problems import BadRequest, Conflict, NotFound, Problem, Unavailable, Unprocessable
from tests.externals.depot import depot, imported, module
from tests.kit.clients.upstream import Tokens, served

KNOWN = UUID("00000000-0000-7000-8000-000000000001")


class Parcel(BaseModel):
    id: UUID
    class_: str = Field(alias="class")
    sent_at: datetime | None = Field(None, alias="sentAt")
    parts: list[Parcel] = []


class Draft(BaseModel):
    class_: str = Field(alias="class")
    note: str | None = None


def carrier(asked: list[Request]) -> FastAPI:
    """A carrier; what it is asked joins `asked`."""
    app = FastAPI(title="Carrier")

    @app.get("/parcels/{parcelId}", operation_id="getParcel", responses={404: {"description": "none"}})
    async def get_parcel(number: Annotated[UUID, PathValue(alias="parcelId")], request: Request) -> Parcel:
        asked.append(request)
        if number != KNOWN:
            raise HTTPException(404, "nobody knows it, says the carrier")
        part = Parcel.model_validate({"id": KNOWN, "class": "inner"})
        return Parcel.model_validate({"id": KNOWN, "class": "fast", "sentAt": datetime(2026, 1, 31, tzinfo=UTC),
                                      "parts": [part]})  # fmt: skip

    @app.post("/parcels", operation_id="createParcel", status_code=201)
    async def create_parcel(draft: Draft, request: Request) -> dict[str, object]:
        asked.append(request)
        return {"received": json.loads(await request.body()), "key": request.headers.get("idempotency-key")}

    @app.get("/search", operation_id="search")
    async def search(
        request: Request, word: Annotated[list[str] | None, Query()] = None, x_tenant: Annotated[str, Header()] = ""
    ) -> list[str]:
        asked.append(request)
        return [*(word or ()), x_tenant]

    @app.get("/fails/{status}", operation_id="fail")
    async def fail(status: int) -> Parcel:
        raise HTTPException(status, "its own words")

    @app.get("/odd", operation_id="odd", response_model=Parcel)
    async def odd() -> Response:
        return Response('{"id": "no number", "secret": "s3cret"}', media_type="application/json")

    @app.get("/slow", operation_id="slow")
    async def slow() -> None:
        await asyncio.sleep(60)

    return app


class Here:
    """The one address, with a user and a password."""

    def __init__(self, url: str) -> None:
        self.url_of = lambda _: url

    def user_of(self, name: str) -> str | None:
        return "depot"

    def password_of(self, name: str) -> SecretStr | None:
        return SecretStr("s3cret")


class Lab:
    """A carrier that runs, and the client that is generated of the document that it serves."""

    def __init__(self, source: ModuleType, outbound: Outbound, asked: list[Request]) -> None:
        self.source = source
        self.outbound = outbound
        self.asked = asked

    def client(self, scope: CallScope | None = None) -> DescribedClient:
        made = self.source.CarrierClient(self.outbound.external("carrier"), scope or CallScope.once())
        assert isinstance(made, DescribedClient)
        return made

    async def call(self, name: str, client: DescribedClient | None = None, **arguments: object) -> object:
        return await getattr(client or self.client(), name)(**arguments)


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    asked: list[Request] = []
    async with served(carrier(asked)) as url:
        async with httpx.AsyncClient(base_url=url) as http:
            document = (await http.get("/openapi.json")).text
        outbound = Outbound(Here(url), Tokens(), "depot-local")
        yield Lab(imported(module(depot(tmp_path, document)), "carrier_of_calls"), outbound, asked)
        await outbound.close()


async def refused(lab: Lab, kind: type[Problem], name: str, **arguments: object) -> Problem:
    with pytest.raises(kind) as raised:
        await lab.call(name, None, **arguments)
    return raised.value


def answer_of(problem: Problem) -> httpx.Response:
    """The answer that a handler finds behind a problem."""
    assert isinstance(problem.__cause__, httpx.HTTPStatusError)
    return problem.__cause__.response


async def test_an_answer_is_read_as_its_type(lab: Lab) -> None:
    parcel = await lab.call("get_parcel", parcel_id=KNOWN)
    assert isinstance(parcel, lab.source.Parcel)
    assert parcel.model_dump(by_alias=False) == {
        "id": KNOWN,
        "class_": "fast",
        "sent_at": datetime(2026, 1, 31, tzinfo=UTC),
        "parts": [{"id": KNOWN, "class_": "inner", "sent_at": None, "parts": []}],
    }


async def test_a_body_says_what_was_set_under_the_names_of_the_wire(lab: Lab) -> None:
    draft = lab.source.Draft(class_="fast")
    answer = await lab.call("create_parcel", body=draft)
    assert answer == {"received": {"class": "fast"}, "key": lab.asked[0].headers["idempotency-key"]}
    await lab.call("create_parcel", body=lab.source.Draft(class_="slow", note=None))
    assert json.loads(await lab.asked[1].body()) == {"class": "slow", "note": None}


async def test_a_handler_that_runs_again_repeats_its_key(lab: Lab) -> None:
    for _ in range(2):
        client = lab.client(CallScope.of_message("depot.parcels", "m1"))
        await lab.call("create_parcel", client, body=lab.source.Draft(class_="fast"))
    assert len({request.headers["idempotency-key"] for request in lab.asked}) == 1


async def test_lists_are_repeated_and_what_is_not_given_is_not_sent(lab: Lab) -> None:
    assert await lab.call("search", word=["a&b", "c d"], x_tenant="north") == ["a&b", "c d", "north"]
    assert await lab.call("search") == [""]
    assert "x-tenant" not in lab.asked[1].headers
    assert str(lab.asked[1].url).endswith("/search")


async def test_it_shows_the_external_s_own_password_and_no_token_of_ours(lab: Lab) -> None:
    await lab.call("search")
    await lab.call("search", lab.client().sending({"X-Api-Key": "k1"}))
    assert all(request.headers["authorization"].startswith("Basic ") for request in lab.asked)
    assert [request.headers.get("x-api-key") for request in lab.asked] == [None, "k1"]
    assert all("plano-on-behalf-of" not in request.headers for request in lab.asked)


async def test_what_is_not_there_is_not_found_and_the_carrier_s_words_stay_here(lab: Lab) -> None:
    problem = await refused(lab, NotFound, "get_parcel", parcel_id=UUID(int=7))
    assert problem.detail == "carrier answered 404"
    assert answer_of(problem).json() == {"detail": "nobody knows it, says the carrier"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(409, Conflict), (422, Unprocessable), (500, Unavailable), (503, Unavailable), (401, Unavailable)],
)
async def test_a_refusal_is_a_problem_of_the_kit(lab: Lab, status: int, kind: type[Problem]) -> None:
    problem = await refused(lab, kind, "fail", status=status)
    assert problem.detail == f"carrier answered {status}"
    assert answer_of(problem).status_code == status


async def test_an_answer_that_is_not_as_described_is_as_good_as_none(lab: Lab) -> None:
    problem = await refused(lab, Unavailable, "odd")
    assert problem.detail == "carrier answered what its document does not say"
    assert "id: Input should be a valid UUID" in str(problem.__cause__)
    assert "s3cret" not in str(problem.__cause__)


async def test_a_server_that_says_nothing_is_unavailable_after_ten_seconds(lab: Lab) -> None:
    loop = asyncio.get_running_loop()
    started = loop.time()
    problem = await refused(lab, Unavailable, "slow")
    assert problem.detail == "carrier cannot be reached"
    assert isinstance(problem.__cause__, httpx.ReadTimeout)
    assert 9 < loop.time() - started < 20


async def test_a_server_that_is_away_is_unavailable_at_once(lab: Lab) -> None:
    outbound = Outbound(Here("http://127.0.0.1:9"), Tokens(), "depot-local")
    client = lab.source.CarrierClient(outbound.external("carrier"), CallScope.once())
    with pytest.raises(Unavailable, match="carrier cannot be reached"):
        await client.search()
    await outbound.close()


async def test_what_no_header_can_hold_is_refused_before_anything_is_sent(lab: Lab) -> None:
    problem = await refused(lab, BadRequest, "search", x_tenant="north\r\nX-Evil: 1")
    assert problem.detail == "x-tenant cannot be 'north\\r\\nX-Evil: 1' in a header"
    assert lab.asked == []
