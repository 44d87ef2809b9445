"""Who is let in, and which rows are theirs."""

from uuid import uuid4

import httpx
import pytest

from plano_kit.auth.principal import OWNER, USER, Principal
from plano_kit.http.call import Call, calls
from tests.kit.sample import depot
from tests.kit.sample.stand import Stand, packed
from starlette.requests import Request


async def test_closed_endpoints_ask_for_a_token(stand: Stand) -> None:
    nobody = stand.browser()
    for method, path in (("GET", "/parcels"), ("POST", "/labels"), ("DELETE", f"/parcels/{uuid4()}")):
        answer = await nobody.request(method, path, json={"parcel_id": str(uuid4()), "words": "x"})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert (await nobody.get("/labels")).status_code == 200


async def test_nobody_learns_what_a_body_must_hold_without_a_token(stand: Stand) -> None:
    assert (await stand.browser().post("/parcels", json={"wrong": 1})).status_code == 401


async def test_a_token_that_does_not_hold_is_a_401_even_where_none_is_needed(stand: Stand) -> None:
    for header in ("Bearer nonsense", "Basic eDp5", "Bearer"):
        answer = await stand.browser().get("/labels", headers={"Authorization": header})
        assert answer.status_code == 401, header


@pytest.mark.parametrize(
    ("who", "method", "path", "status"),
    [
        ("person", "GET", "/parcels", 200),
        ("clerk", "GET", "/parcels", 200),
        ("scale", "GET", "/parcels", 200),
        ("stranger", "GET", "/parcels", 403),
        ("scale", "POST", "/parcels", 403),
        ("person", "POST", "/labels", 403),
        ("clerk", "POST", "/labels", 403),
        ("stranger", "POST", "/labels", 403),
        ("scale", "POST", "/labels", 422),
        ("person", "POST", "/parcels", 422),
    ],
)
async def test_access_is_what_the_endpoint_says(stand: Stand, who: str, method: str, path: str, status: int) -> None:
    """`scale` is a service that may call this one, `stranger` one that may not; a 422 got past the door."""
    clients = {
        "person": stand.person(),
        "clerk": stand.person("clerk"),
        "scale": stand.service("scale"),
        "stranger": stand.service("stranger"),
    }
    answer = await clients[who].request(method, path, json={} if method == "POST" else None)
    assert answer.status_code == status, answer.text


async def test_a_service_acts_for_a_person_where_a_person_is_wanted(stand: Stand) -> None:
    ada = Principal.user(uuid4())
    through = stand.browser(Principal.service("stranger"), behalf=ada)
    made = await packed(through)
    assert made["sender_id"] == str(ada.id)
    assert (await through.get("/parcels")).json()["items"] == [made]
    both = stand.browser(Principal.service("scale"), behalf=ada)
    assert (await both.post("/labels", json={"parcel_id": made["id"], "words": "x"})).status_code == 201
    assert (await through.post("/labels", json={"parcel_id": made["id"], "words": "x"})).status_code == 403


async def check_that_rows_are_their_owners(stand: Stand) -> None:
    ada, bob = stand.person(), stand.person()
    path = f"/parcels/{(await packed(ada))['id']}"
    answers = [
        await bob.get(path),
        await bob.patch(path, json={"note": "mine"}),
        await bob.delete(path),
        await bob.post(f"{path}/send"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await bob.get("/parcels", params={"count": "true"})).json() == {"items": [], "next": None, "count": 0}
    kept = (await ada.get(path)).json()
    assert (kept["note"], kept["row_version"]) == (None, 1)


async def test_anothers_row_is_not_there(stand: Stand) -> None:
    await check_that_rows_are_their_owners(stand)


async def test_without_the_owners_filter_that_check_fails(stand: Stand) -> None:
    plain = calls(USER)
    stand.app.dependency_overrides |= {depot.owner: plain, depot.clerk_or_owner: plain}
    with pytest.raises(AssertionError):
        await check_that_rows_are_their_owners(stand)


async def test_a_role_sees_all_and_an_owner_cannot_be_forged(stand: Stand) -> None:
    ada, clerk = stand.person(), stand.person("clerk")
    made = await packed(ada)
    assert (await clerk.get(f"/parcels/{made['id']}")).json() == made
    forged = await ada.post("/parcels", json={"code": "x", "weight": "1", "sender_id": str(uuid4())})
    assert forged.status_code == 422


async def test_the_principal_of_a_call(stand: Stand) -> None:
    ada = Principal.user(uuid4())

    async def who(client: httpx.AsyncClient) -> tuple[str, str]:
        told = (await client.get("/whoami")).json()
        return told["kind"], told["name"]

    assert await who(stand.browser(ada)) == ("user", str(ada.id))
    assert await who(stand.service()) == ("service", "scale")
    assert await who(stand.browser(Principal.service("scale"), behalf=ada)) == ("user", str(ada.id))


async def test_every_kind_of_access_judges_anew(stand: Stand) -> None:
    async def let_in(request: Request) -> Call[depot.DepotContext]:
        call: Call[depot.DepotContext] = await calls(OWNER)(request)
        return call

    stand.app.dependency_overrides[depot.public] = let_in
    assert (await stand.browser().get("/labels")).status_code == 401
