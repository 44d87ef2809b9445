"""What an admin does with accounts, and how the first admin comes to be."""

from uuid import UUID, uuid4

import httpx
import pytest

from plano_kit.auth.issuer import create_admin, prune_issuer
from tests.kit.auth.harbour import DEFINITION, PASSWORD, Harbour

ADMIN = "root@example.org"


async def admin_of(harbour: Harbour) -> httpx.AsyncClient:
    await harbour.registered(ADMIN, frozenset({"admin"}))
    return await harbour.logged_in(ADMIN)


async def test_an_admin_gives_roles_that_stand_in_the_next_token(harbour: Harbour) -> None:
    id = await harbour.registered()
    admin, person = await admin_of(harbour), await harbour.logged_in()
    assert (await admin.put(f"/auth/accounts/{id}/roles", json={"roles": ["support"]})).status_code == 204
    token = (await person.post("/auth/refresh")).json()["access_token"]
    assert (await harbour.issuing.verifier.verify(token)).roles == {"support"}
    assert (await admin.put(f"/auth/accounts/{id}/roles", json={"roles": ["pirate"]})).status_code == 422
    assert (await admin.put(f"/auth/accounts/{uuid4()}/roles", json={"roles": []})).status_code == 404
    await admin.aclose()
    await person.aclose()


@pytest.mark.parametrize("path", ["roles", "blocked"])
async def test_only_an_admin_may(harbour: Harbour, path: str) -> None:
    id = await harbour.registered()
    person = await harbour.logged_in()
    body = {"roles": ["admin"]} if path == "roles" else {"blocked": True}
    assert (await person.put(f"/auth/accounts/{id}/{path}", json=body)).status_code == 403
    service = await harbour.issuing.token_for_service("orders", "the-secret-of-orders")
    headers = {"Authorization": f"Bearer {service}"}
    assert (await person.put(f"/auth/accounts/{id}/{path}", json=body, headers=headers)).status_code == 403
    async with harbour.browser() as nobody:
        assert (await nobody.put(f"/auth/accounts/{id}/{path}", json=body)).status_code == 401
    await person.aclose()


async def test_a_blocked_account_neither_goes_on_nor_comes_in(harbour: Harbour) -> None:
    id = await harbour.registered()
    admin, person = await admin_of(harbour), await harbour.logged_in()
    login = {"email": "ada@example.org", "password": PASSWORD}
    assert (await admin.put(f"/auth/accounts/{id}/blocked", json={"blocked": True})).status_code == 204
    assert (await person.post("/auth/refresh")).status_code == 401
    assert (await person.post("/auth/login", json=login)).status_code == 403
    assert (await person.post("/auth/login", json=login | {"password": "not this one"})).status_code == 401
    assert (await admin.put(f"/auth/accounts/{id}/blocked", json={"blocked": False})).status_code == 204
    assert (await person.post("/auth/login", json=login)).status_code == 200
    await admin.aclose()
    await person.aclose()


async def test_the_last_admin_stays(harbour: Harbour) -> None:
    admin = await admin_of(harbour)
    [(id,)] = await harbour.sql("SELECT account_id FROM plano.credential")
    assert (await admin.put(f"/auth/accounts/{id}/roles", json={"roles": []})).status_code == 409
    assert (await admin.put(f"/auth/accounts/{id}/blocked", json={"blocked": True})).status_code == 409
    await harbour.registered("second@example.org", frozenset({"admin"}))
    assert (await admin.put(f"/auth/accounts/{id}/roles", json={"roles": []})).status_code == 204
    await admin.aclose()


async def test_create_admin_makes_an_account_and_tells_its_password_once(
    harbour: Harbour, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANO_ADMIN_PASSWORD", raising=False)
    assert await create_admin(harbour.issuing, DEFINITION, ["Root@Example.org", "full_name=Root"]) == 0
    told = capsys.readouterr().out.strip()
    assert told.startswith("root@example.org is admin, with the password ")
    async with harbour.browser() as browser:
        answer = await browser.post("/auth/login", json={"email": ADMIN, "password": told.rpartition(" ")[2]})
    assert (await harbour.issuing.verifier.verify(answer.json()["access_token"])).roles == {"admin"}


async def test_create_admin_takes_a_password_that_is_set_and_does_not_print_it(
    harbour: Harbour, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANO_ADMIN_PASSWORD", PASSWORD)
    assert await create_admin(harbour.issuing, DEFINITION, [ADMIN, "full_name=Root"]) == 0
    assert PASSWORD not in capsys.readouterr().out
    await (await harbour.logged_in(ADMIN)).aclose()
    monkeypatch.setenv("PLANO_ADMIN_PASSWORD", "short")
    assert await create_admin(harbour.issuing, DEFINITION, ["other@example.org", "full_name=Other"]) == 2
    assert "8 characters" in capsys.readouterr().err


async def test_create_admin_promotes_who_is_there_already(harbour: Harbour) -> None:
    await harbour.registered(roles=frozenset({"support"}))
    for _ in range(2):
        assert await create_admin(harbour.issuing, DEFINITION, ["ada@example.org"]) == 0
    assert await harbour.sql("SELECT roles FROM plano.credential") == [(["admin", "support"],)]
    await (await harbour.logged_in()).aclose()


async def test_create_admin_lets_a_row_without_a_password_in(harbour: Harbour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANO_ADMIN_PASSWORD", PASSWORD)
    await harbour.sql(f"INSERT INTO person (id, mail, full_name) VALUES ('{UUID(int=7)}', 'ada@example.org', 'Ada')")
    assert await create_admin(harbour.issuing, DEFINITION, ["ada@example.org"]) == 0
    await (await harbour.logged_in()).aclose()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "create-admin: whose e-mail? create-admin EMAIL [FIELD=VALUE…]"),
        (["root"], "create-admin: 'root' is not an e-mail address"),
        ([ADMIN], f"create-admin: an account also needs full_name: create-admin {ADMIN} full_name=…"),
        ([ADMIN, "Root"], "create-admin: 'Root' is not FIELD=VALUE"),
        ([ADMIN, "full_name=Root", "id=7"], "create-admin: an account has no field 'id' to give here"),
    ],
)
async def test_create_admin_says_in_one_line_what_is_missing(
    harbour: Harbour, capsys: pytest.CaptureFixture[str], arguments: list[str], line: str
) -> None:
    assert await create_admin(harbour.issuing, DEFINITION, arguments) == 2
    assert capsys.readouterr().err.splitlines() == [line]
    assert await harbour.sql("SELECT * FROM person") == []


async def test_pruning_keeps_what_can_still_be_used(harbour: Harbour) -> None:
    gone = await harbour.registered("gone@example.org")
    await harbour.registered()
    for mail in ("gone@example.org", "ada@example.org", "ada@example.org"):
        await (await harbour.logged_in(mail)).aclose()
    open_session = await harbour.logged_in()
    await harbour.sql(f"DELETE FROM person WHERE id = '{gone}'")
    await harbour.sql(
        "UPDATE plano.session SET ends_at = now() - interval '2 days' WHERE id = (SELECT id FROM plano.session s"
        " WHERE s.account_id IN (SELECT id FROM person) ORDER BY created_at LIMIT 1)"
    )
    await harbour.sql("UPDATE plano.attempt SET empty_at = now() - interval '1 second'")
    async with harbour.engine.begin() as connection:
        assert await prune_issuer(connection, DEFINITION) >= 2
    assert await harbour.sql("SELECT count(*) FROM plano.credential") == [(1,)]
    assert await harbour.sql("SELECT count(*) FROM plano.session") == [(2,)]
    assert await harbour.sql("SELECT count(*) FROM plano.attempt") == [(0,)]
    assert (await open_session.post("/auth/refresh")).status_code == 200
    await open_session.aclose()
