"""The entrypoints as they run in a pod: a process, its two ports, and its signals."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from plano_kit.auth.principal import Principal
from tests.kit.conftest import Cluster, Database
from tests.kit.http.conftest import KEYS, furnish
from tests.kit.http.town import NAMESPACE

ADA = Principal.user(NAMESPACE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Pod:
    """The environment of a process. `port` is the API's, `management` the second one."""

    environment: dict[str, str]
    port: int
    management: int

    async def start(self, *arguments: str, **more: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.kit.http",
            *arguments,
            env={**os.environ, **self.environment, **more},
            cwd=Path(__file__).parents[3],
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def told(self, *arguments: str, **more: str) -> tuple[int | None, str, str]:
        process = await self.start(*arguments, **more)
        out, errors = await asyncio.wait_for(process.communicate(), 20)
        return process.returncode, out.decode(), errors.decode()

    def api(self) -> httpx.AsyncClient:
        token = KEYS.sign(ADA, "town-local", 600)
        return httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}", timeout=20, headers={"Authorization": f"Bearer {token}"}
        )

    async def health(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.get(f"http://127.0.0.1:{self.management}{path}", timeout=5)

    @asynccontextmanager
    async def running(self, role: str, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await self.start(role, **more)
        try:
            await self._listening(process)
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def _listening(self, process: asyncio.subprocess.Process) -> None:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            assert process.returncode is None
            try:
                await self.health("/livez")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
        raise AssertionError("it does not listen")


def pod_for(database: Database, openapi: Path, issuer_url: str) -> Pod:
    port, management = free_port(), free_port()
    return Pod(
        {
            "LIBRARY_OPENAPI": str(openapi),
            "PLANO_DATABASE_URL": database.url,
            "PLANO_OWNER_DATABASE_URL": database.owner_url,
            "PLANO_ISSUER_URL": issuer_url,
            "PLANO_PORT": str(port),
            "PLANO_MANAGEMENT_PORT": str(management),
            "PLANO_SHUTDOWN_SECONDS": "5",
        },
        port,
        management,
    )


@pytest.fixture
async def pod(database: Database, openapi: Path, issuer_url: str) -> Pod:
    await database.sql("TRUNCATE book, plano.idempotency")
    return pod_for(database, openapi, issuer_url)


async def test_a_sigterm_lets_the_request_at_work_finish_and_then_ends(pod: Pod) -> None:
    async with pod.running("api") as process, pod.api() as ada:
        assert (await pod.health("/readyz")).status_code == 200
        work = asyncio.create_task(ada.post("/work", json={"how": "slow"}))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert (await work).status_code == 201
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert time.monotonic() - began < 4


async def test_a_request_that_does_not_end_does_not_keep_the_process(pod: Pod) -> None:
    async with (
        pod.running("api", PLANO_SHUTDOWN_SECONDS="1", PLANO_STATEMENT_TIMEOUT="30") as process,
        pod.api() as ada,
    ):
        work = asyncio.create_task(ada.post("/work", json={"how": "sleep"}))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 10)
        assert time.monotonic() - began < 4
        [answer] = await asyncio.gather(work, return_exceptions=True)
        assert not (isinstance(answer, httpx.Response) and answer.is_success)


async def test_metrics_and_logs_name_the_route_and_a_bugs_stack_stands_in_the_log_alone(pod: Pod) -> None:
    async with pod.running("api") as process, pod.api() as ada:
        await ada.get("/books")
        await ada.get(f"/books/{NAMESPACE}")
        await ada.get("/nowhere/7")
        broken = await ada.post("/work", json={"how": "broken"})
        metrics = (await pod.health("/metrics")).text
        process.send_signal(signal.SIGTERM)
        _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert 'plano_http_requests_total{method="GET",route="/books/{book_id}",status="404"} 1.0' in metrics
    assert 'route="(none)",status="404"' in metrics
    assert str(NAMESPACE) not in metrics
    assert "nowhere" not in metrics
    lines = [json.loads(line) for line in errors.decode().splitlines()]
    [bug] = [line for line in lines if "error.stack_trace" in line]
    assert "RuntimeError" in bug["error.stack_trace"]
    assert bug["trace.id"] == broken.json()["trace_id"]
    assert [line["http.response.status_code"] for line in lines if line["message"] == "request"] == [200, 404, 404, 500]


async def test_it_is_unready_until_it_is_migrated_and_alive_all_along(
    cluster: Cluster, openapi: Path, issuer_url: str
) -> None:
    database = await cluster.database()
    pod = pod_for(database, openapi, issuer_url)
    async with pod.running("api"):
        before = await pod.health("/readyz")
        assert (before.status_code, before.json()["status"]) == (503, "the database has not been migrated")
        assert (await pod.health("/livez")).status_code == 200
        await furnish(database)
        code, out, _ = await pod.told("migrate")
        assert (code, "0001_kit" in out) == (0, True)
        assert (await pod.health("/readyz")).status_code == 200
        await cluster.drop(database)
        assert (await pod.health("/readyz")).status_code == 503
        assert (await pod.health("/livez")).status_code == 200


async def test_jobs_commit_and_wrong_usage_is_one_line(pod: Pod, database: Database) -> None:
    assert (await pod.told("job", "tidy"))[0] == 0
    assert [row["title"] for row in await database.sql("SELECT title FROM book")] == ["tidied"]
    for arguments, said in (((), "one of: api"), (("fly",), "one of: api"), (("job", "fly"), "there is no job 'fly'")):
        code, _, errors = await pod.told(*arguments)
        assert (code, errors.count("\n")) == (2, 1)
        assert said in errors


async def test_prune_forgets_old_keys_alone(pod: Pod, database: Database) -> None:
    await database.sql(
        "INSERT INTO plano.idempotency VALUES ('a', 'old', 'f', 200, '{}', '', now() - interval '2 days'), "
        "('a', 'new', 'f', 200, '{}', '', now())"
    )
    assert (await pod.told("job", "prune"))[0] == 0
    assert [row["key"] for row in await database.sql("SELECT key FROM plano.idempotency")] == ["new"]


async def test_a_setting_that_does_not_fit_is_named_and_its_value_is_not(pod: Pod) -> None:
    code, _, errors = await pod.told("api", PLANO_PORT="hunter2")
    assert code == 2
    assert errors.startswith("PLANO_PORT: ")
    assert "hunter2" not in errors
    code, _, errors = await pod.told("api", PLANO_CLIENTS="hunter2")
    assert (code, errors.count("\n")) == (2, 1)
    assert "hunter2" not in errors


async def test_a_port_that_is_taken_ends_the_process(pod: Pod) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", pod.port))
        taken.listen()
        code, _, errors = await pod.told("api")
    assert code not in (0, None)
    assert "address" in errors.lower()
