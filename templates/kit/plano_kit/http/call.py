"""One request: who sent it, and the transaction that answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request, Response
from pydantic import TypeAdapter
from sqlmodel import SQLModel

from plano_kit.auth.principal import ANONYMOUS, Access, Grant, Identity, judge
from plano_kit.clients.scope import CallScope
from plano_kit.context import AnyContext
from plano_kit.http.etag import etag
from plano_kit.http.idempotency import Claim, SessionConnection, claim, claim_of, keep
from plano_kit.runtime import Runtime

C = TypeVar("C", bound=AnyContext)
T = TypeVar("T")

JSON = "application/json"

_ADAPTERS: dict[object, TypeAdapter[object]] = {}


@dataclass(frozen=True, slots=True)
class Call(Generic[C]):
    """A request that was let in. `grant` says as whom, and whether only to its own rows."""

    request: Request
    runtime: Runtime[C]
    identity: Identity
    grant: Grant

    async def run(
        self, work: Callable[[C], Awaitable[T]], model: type[object] | None = None, *, status: int = 200
    ) -> Response:
        """Do `work` in a transaction, and answer with its result in the form of `model` after the commit.

        A request with an Idempotency-Key is done once; its answer is kept in the same transaction. What `work`
        raises rolls everything back, the key included, so that the same request may be tried again.
        """
        principal = self.grant.principal
        taken = await claim_of(self.request, principal)
        async with self.runtime.transaction(principal, owned=self.grant.owned, scope=self._scope(taken)) as ctx:
            connection = SessionConnection(ctx.session)
            if taken is not None and (before := await claim(connection, taken)) is not None:
                return before
            result = await work(ctx)
            await ctx.session.flush()
            response = rendered(result, model, status)
            if taken is not None:
                await keep(connection, taken, response)
        return response

    def _scope(self, taken: Claim | None) -> CallScope:
        if taken is None:
            return CallScope.once(self.identity.token)
        principal = self.grant.principal
        operation = f"{self.request.method} {self.request.url.path}"
        sender = str(principal.id) if principal else taken.sender
        return CallScope.of_request(sender, operation, taken.key, self.identity.token)


def calls(*access: Access) -> Callable[[Request], Awaitable[Call[AnyContext]]]:
    """The dependency that lets a request in where any of `access` holds for it."""

    async def let_in(request: Request) -> Call[AnyContext]:
        runtime = request.app.state.runtime
        assert isinstance(runtime, Runtime)
        verifier = runtime.verifier
        identity = ANONYMOUS if verifier is None else await verifier.identify(request.headers)
        return Call(request, runtime, identity, judge(identity, access, runtime.service.callers))

    return let_in


def rendered(result: object, model: type[object] | None, status: int) -> Response:
    """A result as a response: its JSON in the form of `model`, with an ETag where it is a row."""
    if model is None:
        return Response(status_code=status if status != 200 else 204)
    adapter = _adapter(model)
    body = adapter.dump_json(adapter.validate_python(result, from_attributes=True), by_alias=True)
    version = getattr(result, "row_version", None) if isinstance(result, SQLModel) else None
    headers = {"ETag": etag(version)} if isinstance(version, int) else None
    return Response(body, status, headers, JSON)


def _adapter(model: type[object]) -> TypeAdapter[object]:
    found = _ADAPTERS.get(model)
    if found is None:
        found = _ADAPTERS[model] = TypeAdapter(model)
    return found
