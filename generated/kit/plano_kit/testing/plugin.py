"""The fixtures: `bench`, `client` and `ctx`, each of the service in whose folder a test stands.

That is `generated/services/<name>/` or `services/<package>/` of the repository that holds both. A test class may name
its `stand` instead.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from plano_kit.auth.principal import Principal
from plano_kit.context import AnyContext
from plano_kit.database.migrate import Migrations
from plano_kit.service import Service
from plano_kit.testing.base import StandTests
from plano_kit.testing.bench import Bench
from plano_kit.testing.postgresql import Database, NoServerError, server
from plano_kit.testing.stand import Stand


def pytest_configure(config: pytest.Config) -> None:
    """Names the marker of what takes minutes."""
    config.addinivalue_line("markers", "real: takes minutes, or needs what pip does not bring")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a service has no endpoint for is no test of it, and so not one that was skipped either."""
    items[:] = [each for each in items if not (_of_a_stand(each) and _without_endpoint(each))]


def _of_a_stand(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and item.cls is not None and issubclass(item.cls, StandTests)


def _without_endpoint(item: pytest.Item) -> bool:
    return "NOTSET" in getattr(getattr(item, "callspec", None), "id", "")


class Databases:
    """A migrated database for each service, made when it is first asked for."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._made: dict[str, Database] = {}

    async def of(self, service: Service[AnyContext]) -> Database | None:
        """The service's database, with no rows; None where the service has none."""
        if service.metadata is None:
            return None
        key = f"{service.platform}/{service.name}"
        if key not in self._made:
            database = self._made[key] = await Database.made(self._server_url)
            await migrations_of(service).upgrade(database.owner_url)
        return self._made[key]

    async def dropped(self) -> None:
        for database in self._made.values():
            await database.dropped()


def migrations_of(service: Service[AnyContext]) -> Migrations:
    """The revisions of a service that has a database."""
    assert service.metadata is not None
    return Migrations(service.package, service.metadata, issuer=service.issuer is not None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A superuser's URL of the server that tests run on."""
    try:
        with server() as url:
            yield url
    except NoServerError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def databases(postgresql: str) -> Iterator[Databases]:
    """The databases of this run, dropped at its end."""
    made = Databases(postgresql)
    yield made
    asyncio.run(made.dropped())


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Service[AnyContext]:
    """The service that a test is about."""
    stand = getattr(request.cls, "stand", None)
    found = stand.service if isinstance(stand, Stand) else _service_at(request.path, request.config.rootpath)
    for name, setting in found.config.model_fields.items():
        if setting.annotation is SecretStr and setting.is_required():
            os.environ.setdefault(f"PLANO_CONFIG_{name.upper()}", "a-secret-of-a-test")
    return found


@pytest_asyncio.fixture
async def bench(service: Service[AnyContext], databases: Databases) -> AsyncIterator[Bench[AnyContext]]:
    """The service, running on a database without rows."""
    async with Bench.opened(service, await databases.of(service)) as opened:
        yield opened
        await opened.emptied()


@pytest.fixture
def client(bench: Bench[AnyContext]) -> httpx.AsyncClient:
    """A client of the service's API; `bench.headers` and `bench.token` make what it needs to be let in."""
    return bench.client


@pytest_asyncio.fixture
async def ctx(bench: Bench[AnyContext]) -> AsyncIterator[AnyContext]:
    """A context for handlers, in a real transaction that is undone at the end; `await ctx.given(row)` puts a row there.

    The principal is a person.
    """
    async with bench.transaction(Principal.user(uuid4())) as made:
        yield made


def _service_at(path: Path, root: Path) -> Service[AnyContext]:
    """The service in whose folder the file `path` stands."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    match parts:
        case ["generated", "services", name, *_]:
            ejected = root / "services" / name.replace("-", "_") / "src"
        case ["services", package, *_]:
            name = package.replace("_", "-")
            ejected = root / "services" / package / "src"
        case _:
            pytest.fail(f"{path} stands in no service's folder, so there is no service to test", pytrace=False)
    places = (root / "generated/services" / name, ejected)
    for file in sorted(file for place in places for file in place.glob("*/service.py")):
        if str(file.parents[1]) not in sys.path:
            sys.path.append(str(file.parents[1]))
        found = import_module(f"{file.parent.name}.service").SERVICE
        assert isinstance(found, Service)
        return found
    pytest.fail(f"generated/services/{name} holds no service: plano generate writes it", pytrace=False)
