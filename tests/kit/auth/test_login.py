"""A person registers, logs in, goes on, leaves, and changes the password."""

import asyncio
import json

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI, Request, Response

from tests.kit.auth.harbour import NAME, PASSWORD, Harbour, served

COOKIE = f"{NAME}-refresh"


async def test_a_person_registers_and_logs_in(harbour: Harbour) -> None:
    async with harbour.browser() as browser:
        created = await browser.post(
            "/auth/register", json={"mail": "Ada@Example.org", "full_name": "Ada", "password": PASSWORD}
        )
        assert created.status_code == 201
        assert created.json()["mail"] == "ada@example.org"
        assert PASSWORD not in created.text
        answer = await browser.post("/auth/login", json={"email": "ADA@example.ORG", "password": PASSWORD})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        principal = await harbour.issuing.verifier.verify(answer.json()["access_token"])
        assert (str(principal.id), principal.kind, principal.roles) == (created.json()["id"], "user", frozenset())


async def test_an_account_and_its_credential_are_made_together_or_not_at_all(harbour: Harbour) -> None:
    await harbour.sql("ALTER TABLE plano.credential ADD CHECK (false) NOT VALID")
    async with harbour.browser() as browser:
        with_badge = {"mail": "ada@example.org", "full_name": "Ada", "password": PASSWORD}
        assert (await browser.post("/auth/register", json=with_badge)).status_code == 500
    assert await harbour.sql("SELECT * FROM person") == []


async def test_an_email_is_registered_once_in_whatever_case(harbour: Harbour) -> None:
    await harbour.registered()
    async with harbour.browser() as browser:
        body = {"mail": "ADA@example.org", "full_name": "Other", "password": PASSWORD}
        again = await browser.post("/auth/register", json=body)
        assert again.status_code == 409
        assert "e-mail" in again.json()["detail"]
        many = await asyncio.gather(
            *(browser.post("/auth/register", json=body | {"mail": "eve@example.org"}) for _ in range(4))
        )
    assert sorted(answer.status_code for answer in many) == [201, 409, 409, 409]


async def test_another_unique_value_is_a_conflict_too(harbour: Harbour) -> None:
    async with harbour.browser() as browser:
        body = {"mail": "ada@example.org", "full_name": "Ada", "password": PASSWORD, "badge": "7"}
        assert (await browser.post("/auth/register", json=body)).status_code == 201
        other = await browser.post("/auth/register", json=body | {"mail": "eve@example.org"})
        assert other.status_code == 409
        assert "e-mail" not in other.json()["detail"]


@pytest.mark.parametrize(
    "password", ["short", "x" * 129, "with\0nul-in-it", "password123", "aaaaaaaaaa", "\ud800lonely!"]
)
async def test_a_password_that_will_not_do_is_refused_and_not_repeated(harbour: Harbour, password: str) -> None:
    async with harbour.browser() as browser:
        body = {"mail": "ada@example.org", "full_name": "Ada", "password": password}
        answer = await browser.post("/auth/register", content=json.dumps(body))
    assert answer.status_code == 422


async def test_a_password_is_the_same_however_its_accents_are_typed(harbour: Harbour) -> None:
    async with harbour.browser() as browser:
        body = {"mail": "ada@example.org", "full_name": "Ada", "password": "caf\u00e9 con leche"}
        assert (await browser.post("/auth/register", json=body)).status_code == 201
        decomposed = {"email": "ada@example.org", "password": "cafe\u0301 con leche"}
        assert (await browser.post("/auth/login", json=decomposed)).status_code == 200


async def test_an_unknown_email_and_a_wrong_password_get_the_same_answer(harbour: Harbour) -> None:
    await harbour.registered()
    async with harbour.browser() as browser:
        wrong = await browser.post("/auth/login", json={"email": "ada@example.org", "password": "not this one"})
        unknown = await browser.post("/auth/login", json={"email": "eve@example.org", "password": "not this one"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_the_refresh_cookie_is_for_scripts_of_nobody_and_for_the_auth_folder_alone(harbour: Harbour) -> None:
    await harbour.registered()
    browser = await harbour.logged_in()
    [cookie] = browser.cookies.jar
    assert (cookie.name, cookie.path) == (COOKIE, "/auth")
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"
    await browser.aclose()


async def test_refreshing_replaces_both_tokens(harbour: Harbour) -> None:
    id = await harbour.registered()
    browser = await harbour.logged_in()
    before = browser.cookies[COOKIE]
    for _ in range(3):
        answer = await browser.post("/auth/refresh")
        assert answer.status_code == 200
        assert (await harbour.issuing.verifier.verify(answer.json()["access_token"])).id == id
    assert browser.cookies[COOKIE] != before
    await browser.aclose()


async def test_a_refresh_token_that_comes_twice_ends_the_session_for_thief_and_owner(harbour: Harbour) -> None:
    await harbour.registered()
    owner = await harbour.logged_in()
    other_session = await harbour.logged_in()
    async with harbour.browser() as thief:
        thief.cookies.set(COOKIE, owner.cookies[COOKIE])
        assert (await owner.post("/auth/refresh")).status_code == 200
        assert (await thief.post("/auth/refresh")).status_code == 401
    assert (await owner.post("/auth/refresh")).status_code == 401
    assert (await other_session.post("/auth/refresh")).status_code == 200
    assert await harbour.sql("SELECT revoked_because FROM plano.session WHERE revoked_at IS NOT NULL") == [("reuse",)]
    assert COOKIE not in owner.cookies
    await owner.aclose()
    await other_session.aclose()


async def test_of_two_refreshes_at_once_one_goes_through(harbour: Harbour) -> None:
    await harbour.registered()
    browser = await harbour.logged_in()
    headers = {"Cookie": f"{COOKIE}={browser.cookies[COOKIE]}"}
    async with harbour.browser() as tab, harbour.browser() as other_tab:
        answers = await asyncio.gather(*(each.post("/auth/refresh", headers=headers) for each in (tab, other_tab)))
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    await browser.aclose()


@pytest.mark.parametrize("aged", ["plano.session SET ends_at", "plano.refresh_token SET expires_at"])
async def test_a_session_ends_with_time(harbour: Harbour, aged: str) -> None:
    await harbour.registered()
    browser = await harbour.logged_in()
    await harbour.sql(f"UPDATE {aged} = now() - interval '1 second'")
    assert (await browser.post("/auth/refresh")).status_code == 401
    await browser.aclose()


async def test_logging_out_ends_the_session(harbour: Harbour) -> None:
    await harbour.registered()
    browser = await harbour.logged_in()
    stolen = browser.cookies[COOKIE]
    assert (await browser.post("/auth/logout")).status_code == 204
    assert COOKIE not in browser.cookies
    async with harbour.browser() as thief:
        thief.cookies.set(COOKIE, stolen)
        assert (await thief.post("/auth/refresh")).status_code == 401
        assert (await thief.post("/auth/logout")).status_code == 204
    await browser.aclose()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_of_another_origin_cannot_use_the_cookie(harbour: Harbour, site: str) -> None:
    await harbour.registered()
    browser = await harbour.logged_in()
    assert (await browser.post("/auth/refresh", headers={"Sec-Fetch-Site": site})).status_code == 403
    assert (await browser.post("/auth/logout", headers={"Sec-Fetch-Site": site})).status_code == 403
    assert (await browser.post("/auth/refresh", headers={"Sec-Fetch-Site": "same-origin"})).status_code == 200
    await browser.aclose()


async def test_a_new_password_ends_the_other_sessions(harbour: Harbour) -> None:
    await harbour.registered()
    here, elsewhere = await harbour.logged_in(), await harbour.logged_in()
    change = {"current": PASSWORD, "new": "a better horse battery"}
    assert (await here.post("/auth/password", json=change | {"current": "wrong"})).status_code == 403
    assert (await here.post("/auth/password", json=change)).status_code == 204
    assert (await here.post("/auth/refresh")).status_code == 200
    assert (await elsewhere.post("/auth/refresh")).status_code == 401
    async with harbour.browser() as browser:
        body = {"email": "ada@example.org", "password": PASSWORD}
        assert (await browser.post("/auth/login", json=body)).status_code == 401
        assert (await browser.post("/auth/login", json=body | {"password": change["new"]})).status_code == 200
        assert (await browser.post("/auth/password", json=change)).status_code == 401
    await here.aclose()
    await elsewhere.aclose()


async def test_a_hash_of_old_parameters_is_made_anew_at_log_in(harbour: Harbour) -> None:
    await harbour.registered()
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    await harbour.sql(f"UPDATE plano.credential SET password = '{old}'")
    await (await harbour.logged_in()).aclose()
    [(now,)] = await harbour.sql("SELECT password FROM plano.credential")
    assert isinstance(now, str)
    assert "$m=19456,t=2,p=1$" in now


async def test_a_deleted_account_is_nobody(harbour: Harbour) -> None:
    await harbour.registered()
    browser = await harbour.logged_in()
    await harbour.sql("DELETE FROM person")
    assert (await browser.post("/auth/refresh")).status_code == 401
    body = {"email": "ada@example.org", "password": PASSWORD}
    assert (await browser.post("/auth/login", json=body)).status_code == 401
    await browser.aclose()


async def test_the_cookie_works_behind_a_gateway_that_strips_a_prefix(harbour: Harbour) -> None:
    await harbour.registered()
    async with served(_stripping_gateway(harbour.url)) as url, httpx.AsyncClient(base_url=f"{url}/api") as browser:
        body = {"email": "ada@example.org", "password": PASSWORD}
        assert (await browser.post("/auth/login", json=body)).status_code == 200
        assert [cookie.path for cookie in browser.cookies.jar] == ["/api/auth"]
        assert (await browser.post("/auth/refresh")).status_code == 200
        assert (await browser.post("/auth/logout")).status_code == 204
        assert not browser.cookies


def _stripping_gateway(upstream: str) -> FastAPI:
    gateway = FastAPI()

    @gateway.post("/api/{path:path}")
    async def forward(path: str, request: Request) -> Response:
        async with httpx.AsyncClient(base_url=upstream) as http:
            names = ("cookie", "content-type")
            headers = {name: request.headers[name] for name in names if name in request.headers}
            answer = await http.post(f"/{path}", content=await request.body(), headers=headers)
        passed = Response(answer.content, answer.status_code)
        for cookie in answer.headers.get_list("set-cookie"):
            passed.headers.append("set-cookie", cookie)
        return passed

    return gateway
