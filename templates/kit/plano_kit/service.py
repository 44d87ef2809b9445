"""What a service is made of, as generated code says it; the kit runs it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from fastapi import APIRouter
from sqlalchemy import MetaData
from sqlmodel import SQLModel

from plano_kit.messaging.event import Event
from plano_kit.settings import Config
from plano_kit.types import Model

if TYPE_CHECKING:
    from plano_kit.auth.issuer.schemas import Registration
    from plano_kit.clients.outbound import Outbound
    from plano_kit.clients.scope import CallScope

W = TypeVar("W", covariant=True)  # a service makes the contexts that its handlers get, so it may pass for any


@dataclass(frozen=True, slots=True)
class Retry:
    """How a failed message is tried again; `first` and `maximum` are seconds, doubled from one to the other."""

    mode: Literal["blocking", "topics"] = "blocking"
    attempts: int = 5
    first: float = 1.0
    maximum: float = 300.0


@dataclass(frozen=True)
class Consumer(Generic[W]):
    """One topic that a service consumes. The handler takes `(event, ctx)`; `(events, ctx)` where `batch` is over 1."""

    event: type[Event]
    handler: Callable[..., Awaitable[None]]
    group: str
    concurrency: int = 1
    batch: int = 1
    retry: Retry = Retry()
    retry_topic: str | None = None
    dead_topic: str = ""


@dataclass(frozen=True)
class Job(Generic[W]):
    """What `job NAME` runs, in one transaction."""

    name: str
    handler: Callable[[W], Awaitable[None]]


@dataclass(frozen=True)
class Issuer:
    """What the issuing service adds: its account's classes, the account's e-mail field, and the roles there are."""

    account: type[SQLModel]
    response: type[Model]
    register: type[Registration]
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Service(Generic[W]):
    """One service. `package` is where its hand-written code stands (`services.<name>`).

    `metadata` is None for a service without a database. `callers` may use what is open to `service`.
    `trusts` is the service whose tokens are checked here, None where nobody issues any.
    """

    platform: str
    name: str
    description: str
    package: str
    domain: str
    context: type[W]
    clients: Callable[[Outbound, CallScope], object]
    config: type[Config]
    metadata: MetaData | None
    openapi: Path
    routers: tuple[APIRouter, ...] = ()
    consumers: tuple[Consumer[W], ...] = ()
    jobs: tuple[Job[W], ...] = ()
    publishes: tuple[type[Event], ...] = ()
    issuer: Issuer | None = None
    trusts: str | None = None
    callers: frozenset[str] = field(default_factory=frozenset)
