"""What a handler is given: one per transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Never, Self, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import col, select

from plano_kit.auth.principal import Principal
from plano_kit.clients.scope import CallScope
from plano_kit.database.tables import Table
from plano_kit.messaging import outbox, spans
from plano_kit.messaging.event import Event, Retracted
from plano_kit.messaging.message import Message
from plano_kit.observability.tracing import current_traceparent
from plano_kit.problems import NotFound, Unauthorized

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger

Clients = TypeVar("Clients", covariant=True)
Config = TypeVar("Config", covariant=True)
Published = TypeVar("Published", bound=Event, contravariant=True)
T = TypeVar("T", bound=Table)

Batch = Sequence[tuple[Event | Retracted[Event], Message]]
"""The events of a batch, each with the message that brought it."""


@dataclass(frozen=True)
class Work:
    """What one transaction is about. `source` is the CloudEvents source, `/<platform>-<environment>/<service>`."""

    session: AsyncSession
    principal: Principal | None
    owned: bool
    scope: CallScope
    source: str
    now: datetime
    log: BoundLogger
    group: str = ""
    message: Message | None = None
    batch: Batch = ()


class Context(Generic[Clients, Config, Published]):
    """The session, typed clients, the principal, a logger and the time of one transaction.

    `message` is None outside of a consumer; `now` is in UTC and the same all through the transaction.
    """

    def __init__(self, work: Work, clients_for: Callable[[CallScope], Clients], config: Config) -> None:
        self._work = work
        self._clients_for = clients_for
        self._clients = clients_for(work.scope)
        self._config = config

    @property
    def session(self) -> AsyncSession:
        """The open session; it commits when the handler returns, and not before."""
        return self._work.session

    @property
    def principal(self) -> Principal:
        """Who calls. Raises Unauthorized where an anonymous caller reached a public endpoint."""
        if self._work.principal is None:
            raise Unauthorized("this needs an access token")
        return self._work.principal

    @property
    def now(self) -> datetime:
        return self._work.now

    @property
    def log(self) -> BoundLogger:
        return self._work.log

    @property
    def message(self) -> Message | None:
        return self._work.message

    @property
    def clients(self) -> Clients:
        return self._clients

    @property
    def config(self) -> Config:
        return self._config

    async def publish(self, event: Published) -> None:
        """Publish when, and only if, this transaction commits."""
        await self._insert(event)

    async def retract(self, topic: type[Published], key: object) -> None:
        """Publish the tombstone of a key of a compacted topic. Raises ValueError where the topic is not compacted."""
        await self._insert(Retracted.of(topic, key))

    async def _insert(self, event: Event | Retracted[Event]) -> None:
        with spans.created(event.topic):
            await outbox.insert(
                self.session, event, source=self._work.source, traceparent=current_traceparent(), now=self.now
            )

    async def get(self, table: type[T], id: UUID, *, lock: bool = False) -> T:
        """The row with that id, locked until the transaction ends where `lock`: then it is as it stands now.

        Raises NotFound where there is none, or where it is not the principal's and access is `owner`.
        """
        found = await self.list(table, col(table.id) == id, limit=1, lock=lock)
        if not found:
            raise NotFound(f"there is no {table.__name__.lower()} with this id")
        return found[0]

    async def list(
        self,
        table: type[T],
        *where: ColumnElement[bool] | bool,
        order_by: Sequence[ColumnElement[object] | InstrumentedAttribute[object]] = (),
        limit: int | None = None,
        lock: bool = False,
    ) -> list[T]:
        """The rows for which all of `where` holds; the principal's own alone where access is `owner`.

        Where `lock`, each is locked until the transaction ends and read anew, also one that the session holds.
        """
        statement = select(table).where(*where, *self._own(table)).order_by(*order_by).limit(limit)
        if lock:
            # Without this the session's own copy would come back, read before the lock was given.
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return list((await self.session.scalars(statement)).all())

    def _own(self, table: type[T]) -> tuple[ColumnElement[bool], ...]:
        if not self._work.owned:
            return ()
        owner = table.__owner__
        if owner is None:
            raise NotFound(f"no {table.__name__.lower()} is yours")
        return (inspect(table).columns[owner] == self.principal.id,)

    def for_event(self, event: Event | Retracted[Event]) -> Self:
        """The context of one event of a batch: same transaction, but its own message and keys for calls.

        Raises KeyError for an event that is not of this batch.
        """
        message = next((message for each, message in self._work.batch if each is event), None)
        if message is None:
            raise KeyError("this event is not of this batch")
        scope = self._work.scope.for_message(self._work.group, message.id)
        return type(self)(replace(self._work, message=message, scope=scope), self._clients_for, self._config)


AnyContext = Context[object, object, Never]
"""What every generated context is."""
