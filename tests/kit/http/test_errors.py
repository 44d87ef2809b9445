"""Every error is a problem that says what is wrong, and a bug tells nothing but its trace."""

from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from plano_kit.http.edge import MAX_BODY
from plano_kit.http.failures import problem_of
from plano_kit.http.pagination import write_cursor
from tests.kit.conftest import RUNNER, Cluster
from tests.kit.http.town import Town, problem

JSON = {"Content-Type": "application/json"}


async def test_what_is_not_there_is_404_and_a_405_names_all_methods_of_the_path(town: Town) -> None:
    async with town.person("ada") as ada:
        for path in ("/", "/nothing", "/books/", "/docs"):
            problem(await ada.get(path), 404)
        for path, methods in (
            ("/books", {"GET", "POST"}),
            (f"/books/{'0' * 32}", {"GET", "PATCH", "DELETE"}),
            ("/openapi.json", {"GET"}),
        ):
            answer = await ada.put(path, json={})
            problem(answer, 405)
            assert {each.strip() for each in answer.headers["Allow"].split(",")} == methods


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"title": "\xff"}',
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"title": "a\\u0000"}',
        b'{"title": "\\ud800"}',
        b'{"title": "a", "copies": NaN}',
        b'{"title": "a", "copies": ' + b"9" * 5000 + b"}",
    ],
    ids=range(11),
)
async def test_a_body_that_does_not_fit_is_422(town: Town, body: bytes) -> None:
    async with town.person("ada") as ada:
        problem(await ada.post("/books", content=body, headers=JSON), 422)
    assert await town.titles() == []


async def test_errors_name_the_place_and_never_the_value(town: Town) -> None:
    async with town.person("ada") as ada:
        answer = await ada.post("/books", json={"title": 5, "copies": "hunter2", "tags": [{}], "secret": "hunter2"})
    errors = problem(answer, 422)["errors"]
    assert isinstance(errors, list)
    assert [error["location"] for error in errors] == [
        ["body", "title"],
        ["body", "copies"],
        ["body", "tags", 0, "name"],
        ["body", "secret"],
    ]
    assert all(error.keys() == {"location", "message"} for error in errors)
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_a_body_that_is_not_json_is_415(town: Town, kind: str) -> None:
    async with town.person("ada") as ada:
        problem(await ada.post("/books", content=b'{"title": "a"}', headers={"Content-Type": kind}), 415)


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_limit_is_413(town: Town, chunked: bool) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * (MAX_BODY // 2)

    content = chunks() if chunked else b"x" * (MAX_BODY + 1)
    async with town.person("ada") as ada:
        problem(await ada.post("/books", content=content, headers=JSON), 413)
        problem(await ada.post("/books", content=b"x" * MAX_BODY, headers=JSON), 422)


async def test_a_bug_tells_its_trace_id_alone(town: Town) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    parent = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    async with town.person("ada") as ada:
        answer = await ada.post("/work", json={"how": "broken", "note": "hunter2"}, headers=parent)
    body = problem(answer, 500)
    assert body == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "an unexpected error",
        "trace_id": trace,
    }
    assert answer.headers["traceparent"].split("-")[1] == trace


async def test_a_statement_that_takes_too_long_is_503_and_the_next_request_is_fine(town: Town) -> None:
    async with town.person("ada") as ada:
        answer = await ada.post("/work", json={"how": "sleep"})
        problem(answer, 503)
        assert answer.headers["Retry-After"] == "1"
        assert (await ada.post("/work", json={"how": "fine"})).status_code == 201


async def test_a_value_that_the_driver_cannot_send_is_the_callers_mistake(town: Town) -> None:
    """asyncpg refuses it before PostgreSQL sees it, for handlers as for generated endpoints."""
    async with town.person("ada") as ada:
        problem(await ada.post("/work", json={"how": "beyond"}), 422)
        problem(await ada.patch(f"/books/{UUID(int=1)}", json={"copies": 1}, headers={"If-Match": f'"{2**70}"'}), 422)
        for written in (
            ["copies", "many", str(UUID(int=1))],
            ["copies", str(2**40), str(UUID(int=1))],
            ["created_at", "yesterday noon", str(UUID(int=1))],
            ["title", "a", "no uuid"],
            ["-id", "", "no uuid"],
        ):
            cursor = write_cursor(*written)
            problem(await ada.get("/books", params={"sort": written[0], "cursor": cursor}), 422)
        assert (await ada.get("/books")).status_code == 200


async def test_a_pool_with_nothing_free_is_503(town: Town) -> None:
    """In the time-out of the pool, for generated endpoints as for handlers."""
    size = town.runtime.settings.pool_size
    held = [await town.runtime.pool.acquire() for _ in range(size)]
    sessions = [await town.runtime.engine.connect() for _ in range(size)]
    try:
        async with town.person("ada") as ada:
            for answer in (await ada.get("/books"), await ada.post("/work", json={"how": "fine"})):
                problem(answer, 503)
                assert answer.headers["Retry-After"] == "1"
    finally:
        for connection in held:
            await town.runtime.pool.release(connection)
        for session in sessions:
            await session.close()


async def test_connections_that_broke_are_503_or_replaced(town: Town, cluster: Cluster) -> None:
    async with town.person("ada") as ada:
        assert (await ada.get("/books")).status_code == 200
        assert (await ada.post("/work", json={"how": "fine"})).status_code == 201
        server = await asyncpg.connect(cluster.url)
        await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{town.database.name}' AND usename = '{RUNNER}'"
        )
        await server.close()
        for _ in range(3):
            assert (await ada.get("/books")).status_code in (200, 503)
        assert (await ada.get("/books")).status_code == 200
        assert (await ada.post("/work", json={"how": "fine"})).status_code == 201


def test_a_connection_that_asyncpg_lost_track_of_is_503() -> None:
    """What it raises, at times, of a connection that ends while a statement is sent."""
    lost = asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")
    found = problem_of(lost)
    assert found is not None
    assert found.status == 503
    assert problem_of(RuntimeError("a bug")) is None


async def test_the_contract_is_served_as_it_is(town: Town) -> None:
    async with town.nobody() as nobody:
        assert (await nobody.get("/openapi.json")).content == town.runtime.service.openapi.read_bytes()
