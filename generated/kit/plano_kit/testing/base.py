"""What the tests of all services share: they run once for each endpoint that they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

import httpx
import pytest
from sqlalchemy import UniqueConstraint

from plano_kit.context import AnyContext
from plano_kit.testing.bench import Bench
from plano_kit.testing.callers import Caller, suitable
from plano_kit.testing.examples import table_of
from plano_kit.testing.stand import Endpoint, Stand

Bed = Bench[AnyContext]
Kind = Callable[[Endpoint, Stand[AnyContext]], bool]


def _exposed(*verbs: str) -> Kind:
    return lambda endpoint, stand: endpoint.verb in verbs and endpoint.table in stand.rows


def _owned(*verbs: str) -> Kind:
    """A person with no role comes in as an owner, and as nothing else."""
    exposed = _exposed(*verbs)

    def holds(endpoint: Endpoint, stand: Stand[AnyContext]) -> bool:
        return exposed(endpoint, stand) and "owner" in endpoint.access and not {"public", "user"} & set(endpoint.access)

    return holds


def _strict(endpoint: Endpoint, stand: Stand[AnyContext]) -> bool:
    return endpoint.request is not None and endpoint.request.model_config.get("extra") == "forbid"


def _creates_owned(endpoint: Endpoint, stand: Stand[AnyContext]) -> bool:
    owner = endpoint.table.__owner__ if endpoint.table is not None else None
    caller = suitable(endpoint, stand.service.callers)
    person = caller is not None and caller.roles is not None
    return _exposed("create")(endpoint, stand) and owner not in (None, "id") and person


def _unique(endpoint: Endpoint, stand: Stand[AnyContext]) -> bool:
    """Two rows made of one request would clash."""
    if not _exposed("create")(endpoint, stand) or endpoint.table is None or endpoint.request is None:
        return False
    told = set(endpoint.request.model_fields)
    constraints = [each for each in table_of(endpoint.table).constraints if isinstance(each, UniqueConstraint)]
    return any({str(column.name) for column in each.columns} <= told for each in constraints)


KINDS: dict[str, Kind] = {
    "endpoint": lambda endpoint, stand: True,
    "bodied": lambda endpoint, stand: endpoint.request is not None,
    "strict": _strict,
    "listing": _exposed("list"),
    "owned_listing": _owned("list"),
    "single": _exposed("get", "update", "delete"),
    "owned_single": _owned("get", "update", "delete"),
    "getting": _exposed("get"),
    "creating": _exposed("create"),
    "creating_owned": _creates_owned,
    "creating_unique": _unique,
    "changing": _exposed("update", "delete"),
}
"""What a test's argument is: endpoints of that kind which somebody may call; `endpoint` is any."""


class StandTests:
    """Tests of one `stand`. A test with an argument that `KINDS` names runs once for each such endpoint."""

    stand: ClassVar[Stand[AnyContext]]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """pytest's own hook."""
        for name in KINDS.keys() & set(metafunc.fixturenames):
            found = [each for each in self.stand.endpoints if name == "endpoint" or self.caller(each) is not None]
            metafunc.parametrize(name, [each for each in found if KINDS[name](each, self.stand)], ids=str)

    @classmethod
    def caller(cls, endpoint: Endpoint) -> Caller | None:
        """Someone who may call the endpoint."""
        return suitable(endpoint, cls.stand.service.callers)

    async def send(
        self,
        bench: Bed,
        endpoint: Endpoint,
        *,
        id: UUID | str = "",
        owner: UUID | None = None,
        content: str | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> httpx.Response:
        """The answer to a request of someone who may send it; as the person `owner` if a person may."""
        caller = self.caller(endpoint)
        told = {} if caller is None else bench.headers(caller, owner)
        if content is None and endpoint.request is not None:
            content = "{}"
        if content is not None:
            told["Content-Type"] = "application/json"
        path = filled(endpoint, str(id))
        return await bench.client.request(
            endpoint.method, path, content=content, headers=told | (headers or {}), params=query
        )


def filled(endpoint: Endpoint, value: str) -> str:
    """The path with `value` for each of its fields."""
    parts = (value if part.startswith("{") else part for part in endpoint.path.split("/"))
    return "/".join(parts)
