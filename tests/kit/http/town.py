"""Who talks to the library."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

import httpx
from fastapi import FastAPI

from plano_kit.auth.issuer import SigningKeys
from plano_kit.auth.principal import Principal
from plano_kit.runtime import Runtime
from tests.kit.conftest import Database
from tests.kit.http.library import Context

NAMESPACE = UUID("8c0a6d2e-4a1e-4b63-9d0f-0d6b1c9f7a11")


@dataclass(frozen=True)
class Town:
    """The running library, its database, and its people by name."""

    app: FastAPI
    runtime: Runtime[Context]
    database: Database
    keys: SigningKeys

    def nobody(self, headers: Mapping[str, str] | None = None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://library", timeout=20, headers=headers
        )

    def person(self, name: str, *roles: str) -> httpx.AsyncClient:
        return self._with(Principal.user(uuid5(NAMESPACE, name), frozenset(roles)))

    def service(self, name: str) -> httpx.AsyncClient:
        return self._with(Principal.service(name))

    def _with(self, principal: Principal) -> httpx.AsyncClient:
        token = self.keys.sign(principal, self.runtime.name, 600)
        return self.nobody({"Authorization": f"Bearer {token}"})

    async def titles(self) -> list[str]:
        """The titles of all books that are committed."""
        return [row["title"] for row in await self.database.sql("SELECT title FROM book ORDER BY id")]


def problem(answer: httpx.Response, status: int) -> dict[str, object]:
    """The body of an answer that must be a problem of that status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = answer.json()
    assert body["status"] == status
    assert {"type", "title", "detail"} <= body.keys()
    return body
