"""A small service as the generator would write one: parcels that people own, labels on them, and a topic each way."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import Field as Member
from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Numeric, String, UniqueConstraint, text
from sqlalchemy import Text as SaText
from sqlalchemy.orm import registry
from sqlmodel import Field

from plano_kit.auth.principal import OWNER, PUBLIC, SERVICE, USER, role
from plano_kit.context import Context
from plano_kit.database.tables import NAMING, Table, json_of
from plano_kit.http.call import Call, calls
from plano_kit.http.pagination import PageQuery, page_query
from plano_kit.http.resource import Resource
from plano_kit.messaging.event import Event
from plano_kit.partial import NotNull
from plano_kit.problems import Conflict
from plano_kit.service import Consumer, Job, Retry, Service
from plano_kit.settings import Config
from plano_kit.types import (
    BigInt,
    Bool,
    Date,
    Duration,
    Email,
    Float,
    Int,
    Json,
    Model,
    Numeral,
    Request,
    Text,
    Timestamp,
    Url,
)
from plano_kit.types import Text as WireText


class Piece(Model):
    name: Annotated[Text, Member(max_length=40)]
    value: Annotated[Decimal, Numeral(12, 2)]


class Base(Table, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """What every table of this service derives from."""


class Parcel(Base, table=True):
    __tablename__ = "parcel"
    __owner__ = "sender_id"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_parcel_sender_id_created_at", "sender_id", "created_at"),
        Index("ix_parcel_weight", "weight"),
        CheckConstraint("\"status\" IN ('packed', 'sent')", name="status"),
    )

    sender_id: UUID
    code: str = Field(sa_type=String(20))
    weight: Decimal = Field(sa_type=Numeric(8, 3))
    status: Literal["packed", "sent"] = Field(default="packed", sa_type=SaText)
    note: str | None = Field(default=None, sa_type=SaText)
    content: list[Piece] = Field(sa_type=json_of(list[Piece]))


class ParcelResponse(Model):
    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    sender_id: UUID
    code: Annotated[Text, Member(max_length=20)]
    weight: Annotated[Decimal, Numeral(8, 3)]
    status: Literal["packed", "sent"]
    note: Text | None = None
    content: list[Piece]


PARCELS = Resource(
    Parcel,
    ParcelResponse,
    owner="sender_id",
    sorts=("-id", "id", "-created_at", "created_at", "weight", "-weight", "code", "-code"),
)


class Label(Base, table=True):
    __tablename__ = "label"
    __table_args__ = (Index("ix_label_parcel_id", "parcel_id"),)

    parcel_id: UUID = Field(sa_column_args=[ForeignKey("parcel.id", ondelete="RESTRICT")])
    words: str = Field(sa_type=SaText)


class LabelResponse(Model):
    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    parcel_id: UUID
    words: Text


LABELS = Resource(Label, LabelResponse)


class CreateParcelRequest(Request):
    code: Annotated[Text, Member(max_length=20)]
    weight: Annotated[Decimal, Numeral(8, 3)]
    note: Text | None = None
    content: list[Piece] = []


class UpdateParcelRequest(Request):
    code: Annotated[Annotated[Text, Member(max_length=20)] | None, NotNull] = None
    weight: Annotated[Annotated[Decimal, Numeral(8, 3)] | None, NotNull] = None
    note: Text | None = None
    content: Annotated[list[Piece] | None, NotNull] = None


class CreateLabelRequest(Request):
    parcel_id: UUID
    words: Text


class FailRequest(Request):
    how: Literal["bug", "slow", "sql", "status"]


class Everything(Model):
    """A member of each wire type."""

    words: WireText = ""
    number: Int = 0
    big: BigInt = 0
    real: Float = 0.0
    price: Annotated[Decimal, Numeral(12, 2)] = Decimal(0)
    yes: Bool = False
    day: Date | None = None
    at: Timestamp | None = None
    span: Duration | None = None
    mail: Email | None = None
    link: Url | None = None
    any: Json = None


class EchoRequest(Everything, Request):
    """The same as a body: unknown members are refused."""


class DepotSent(Event):
    topic: ClassVar[str] = "depot.sent"
    key_field: ClassVar[str | None] = "parcel_id"
    parcel_id: UUID
    code: Text

    @classmethod
    def of(cls, row: Parcel, *, parcel_id: UUID) -> Self:
        return cls(parcel_id=parcel_id, code=row.code)


class ScaleWeighed(Event):
    topic: ClassVar[str] = "scale.weighed"
    key_field: ClassVar[str | None] = "parcel_id"
    parcel_id: UUID
    weight: Annotated[Decimal, Numeral(8, 3)]


class DepotConfig(Config):
    greeting: str = "hello"


class DepotContext(Context[None, DepotConfig, DepotSent]):
    """What these handlers are given."""


async def send_parcel(parcel_id: UUID, ctx: DepotContext) -> Parcel:
    parcel = await ctx.get(Parcel, parcel_id, lock=True)
    if parcel.status == "sent":
        raise Conflict("this parcel is already sent")
    parcel.status = "sent"
    await ctx.publish(DepotSent.of(parcel, parcel_id=parcel.id))
    return parcel


async def note_weight(event: ScaleWeighed, ctx: DepotContext) -> None:
    parcel = await ctx.get(Parcel, event.parcel_id)
    parcel.weight = event.weight


async def fail(request: FailRequest, ctx: DepotContext) -> None:
    match request.how:
        case "bug":
            raise RuntimeError("the password is hunter2")
        case "slow":
            await ctx.session.execute(text("SELECT pg_sleep(5)"))
        case "sql":
            await ctx.session.execute(text("SELECT nonsense"))
        case "status":
            await ctx.session.execute(text("UPDATE parcel SET status = 'lost'"))


async def relabel(ctx: DepotContext) -> None:
    for parcel in await ctx.list(Parcel):
        ctx.session.add(Label(parcel_id=parcel.id, words=ctx.config.greeting))


async def wait(ctx: DepotContext) -> None:
    await asyncio.sleep(1)


parcels = APIRouter(tags=["Parcel"])
owner, user, public, service = calls(OWNER), calls(USER), calls(PUBLIC), calls(SERVICE)
clerk_or_owner = calls(OWNER, role("clerk"), SERVICE)
OwnerCall = Annotated[Call[DepotContext], Depends(owner)]
UserCall = Annotated[Call[DepotContext], Depends(user)]
PublicCall = Annotated[Call[DepotContext], Depends(public)]
ServiceCall = Annotated[Call[DepotContext], Depends(service)]
DeskCall = Annotated[Call[DepotContext], Depends(clerk_or_owner)]
Paging = Annotated[PageQuery, Depends(page_query)]


@parcels.get("/parcels")
async def list_parcels(
    call: DeskCall, page: Paging, code: Text | None = None, status: Literal["packed", "sent"] | None = None
) -> Response:
    return await PARCELS.list(call, page, {"code": code, "status": status})


@parcels.get("/parcels/{parcel_id}")
async def get_parcel(parcel_id: UUID, call: DeskCall) -> Response:
    return await PARCELS.get(call, parcel_id)


@parcels.post("/parcels", status_code=201)
async def create_parcel(request: CreateParcelRequest, call: UserCall) -> Response:
    return await PARCELS.create(call, request)


@parcels.patch("/parcels/{parcel_id}")
async def update_parcel(parcel_id: UUID, request: UpdateParcelRequest, call: OwnerCall) -> Response:
    return await PARCELS.update(call, parcel_id, request)


@parcels.delete("/parcels/{parcel_id}", status_code=204)
async def delete_parcel(parcel_id: UUID, call: OwnerCall) -> Response:
    return await PARCELS.delete(call, parcel_id)


@parcels.post("/parcels/{parcel_id}/send")
async def send(parcel_id: UUID, call: OwnerCall) -> Response:
    return await call.run(lambda ctx: send_parcel(parcel_id, ctx), ParcelResponse)


operations = APIRouter(tags=["Operations"])


@operations.get("/labels")
async def list_labels(call: PublicCall, page: Paging) -> Response:
    return await LABELS.list(call, page, {})


@operations.post("/labels", status_code=201)
async def create_label(request: CreateLabelRequest, call: ServiceCall) -> Response:
    return await LABELS.create(call, request)


@operations.post("/words")
async def write_label(request: CreateLabelRequest, call: UserCall) -> Response:
    """The same by a handler, through a session."""

    async def work(ctx: DepotContext) -> Label:
        label = Label(parcel_id=request.parcel_id, words=request.words)
        ctx.session.add(label)
        return label

    return await call.run(work, LabelResponse, status=201)


@operations.post("/echo")
async def echo(request: EchoRequest, call: PublicCall) -> Response:
    async def work(ctx: DepotContext) -> EchoRequest:
        return request

    return await call.run(work, Everything)


@operations.post("/fail")
async def failing(request: FailRequest, call: PublicCall) -> Response:
    return await call.run(lambda ctx: fail(request, ctx))


@operations.post("/wait")
async def waiting(call: PublicCall) -> Response:
    return await call.run(wait)


@operations.get("/whoami")
async def whoami(call: DeskCall) -> Response:
    async def work(ctx: DepotContext) -> dict[str, str]:
        return {"name": ctx.principal.name, "kind": ctx.principal.kind}

    return await call.run(work, dict[str, str])


DEPOT: Service[DepotContext] = Service(
    platform="test",
    name="depot",
    description="Keeps parcels.",
    package="tests.kit.sample.hand",
    domain="test.example",
    context=DepotContext,
    clients=lambda outbound, scope: None,
    config=DepotConfig,
    metadata=Base.metadata,
    openapi=Path(__file__).with_name("openapi.json"),
    routers=(parcels, operations),
    consumers=(
        Consumer(
            event=ScaleWeighed,
            handler=note_weight,
            group="depot.scale.weighed",
            retry=Retry(first=0.05, maximum=0.2),
            dead_topic="scale.weighed.depot.dead",
        ),
    ),
    jobs=(Job("relabel", relabel),),
    publishes=(DepotSent,),
    trusts="desk",
    callers=frozenset({"scale"}),
)
