"""What a generated service costs a request, against the same three endpoints written by hand; CPU, not clocks.

The reference platform runs as `plano up --split` runs it; only the catalog's api process is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psutil

from plano.local import state as states
from plano.local.cluster import free_port

REPOSITORY = Path(__file__).parents[1]
PLANO = str(Path(sys.executable).with_name("plano"))
ACCOUNT = {"email": "bench@bench.example", "password": "correct horse battery staple"}
CONNECTIONS = 16
ROUNDS = 3
WAIT = 90.0
BARS = {"get": 0.55, "list": 0.5, "create": 0.5}
REQUESTS = {"get": 3000, "list": 600, "create": 1500}


@dataclass(frozen=True, slots=True)
class Served:
    """A process that serves the three endpoints."""

    pid: int
    port: int


def measure(root: Path) -> dict[str, tuple[float, float]]:
    """Verb → CPU seconds of 1,000 requests: generated, by hand. Works in the empty folder `root`."""
    with platform(root) as (generated, token, state):
        databases = state.databases["catalog"]
        users = state.apis()["users"]
        with handwritten(databases, f"http://127.0.0.1:{users}/auth/jwks.json") as hand:
            return asyncio.run(compare(generated, hand, token))


async def compare(generated: Served, hand: Served, token: str) -> dict[str, tuple[float, float]]:
    """Both in turn, verb by verb; medians."""
    await hammer(generated, lambda: create(token), 300)
    await hammer(hand, lambda: create(token), 300)
    one = await first_id(generated)
    requests: dict[str, Callable[[], bytes]] = {
        "get": lambda: request("GET", f"/products/{one}"),
        "list": lambda: request("GET", "/products?limit=50"),
        "create": lambda: create(token),
    }
    spent: dict[str, tuple[float, float]] = {}
    for verb, made in requests.items():
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for server, times in zip((generated, hand), taken, strict=True):
                times.append(await cpu_of(server, made, REQUESTS[verb]))
        spent[verb] = (statistics.median(taken[0]), statistics.median(taken[1]))
    return spent


async def cpu_of(server: Served, made: Callable[[], bytes], number: int) -> float:
    """CPU seconds that `server` needs for 1,000 such requests."""
    process = psutil.Process(server.pid)
    before = sum(process.cpu_times()[:2])
    await hammer(server, made, number)
    return (sum(process.cpu_times()[:2]) - before) / number * 1000


async def hammer(server: Served, made: Callable[[], bytes], number: int) -> None:
    """Send `number` requests over connections that are kept; RuntimeError for an answer that is not a success."""
    left = iter(range(number))

    async def work() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        for _ in left:
            writer.write(made())
            status, _ = await answer(reader)
            if status[:1] != b"2":
                raise RuntimeError(f"a request was answered with {status.decode()}")
        writer.close()

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))


async def answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Status and body of one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return head[9:12], await reader.readexactly(int(length.split(b":")[1]))


async def first_id(server: Served) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request("GET", "/products?limit=1"))
    _, body = await answer(reader)
    writer.close()
    return str(json.loads(body)["items"][0]["id"])


def create(token: str) -> bytes:
    body = {"sku": uuid4().hex, "name": "a cup", "description": "blue", "price": "4.50", "stock": 3}
    return request("POST", "/products", token, json.dumps(body).encode())


def request(method: str, path: str, token: str = "", body: bytes = b"") -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def platform(root: Path) -> Iterator[tuple[Served, str, states.State]]:
    """The reference, running: the catalog's api, an administrator's token, and where everything is."""
    for name in ("services", "generated"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "blueprint.yaml", root)
    told = (root / "up.log").open("wb")
    up = subprocess.Popen([PLANO, "up", "-q", "--split", "--port", str(free_port())], cwd=root, stderr=told)
    try:
        until(lambda: (state := states.read(root, "local")) is not None and state.ready, up)
        state = states.running(root, "local")
        environment = {**os.environ, "PLANO_ADMIN_PASSWORD": ACCOUNT["password"]}
        admin = [PLANO, "admin", ACCOUNT["email"], "full_name=Bench"]
        subprocess.run(admin, cwd=root, env=environment, check=True, capture_output=True)
        api = next(part for part in state.parts if (part.service, part.role) == ("catalog", "api"))
        yield Served(api.pid, api.port), login(state.gateway), state
    finally:
        up.send_signal(signal.SIGINT)
        up.wait()


def login(gateway: str) -> str:
    headers = {"Content-Type": "application/json"}
    made = urllib.request.Request(f"{gateway}/api/auth/login", json.dumps(ACCOUNT).encode(), headers)
    with urllib.request.urlopen(made) as found:
        return str(json.load(found)["access_token"])


@contextmanager
def handwritten(database: str, jwks: str) -> Iterator[Served]:
    """The other side: the same table, the same keys."""
    port = free_port()
    script = Path(__file__).with_name("handwritten.py")
    process = subprocess.Popen([sys.executable, script, str(port), database, jwks, "tienda-local"])
    try:
        until(lambda: answers(port), process)
        yield Served(process.pid, port)
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/products?limit=1"):
            return True
    except OSError:
        return False


def until(holds: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait until something holds; RuntimeError where the process ends before, or it takes too long."""
    limit = time.monotonic() + WAIT
    while not holds():
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"{process.args!r} did not start")
        time.sleep(0.1)
