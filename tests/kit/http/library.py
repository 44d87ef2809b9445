"""A small service as a generator would write it: books that have owners, and work that goes wrong in every way."""

import asyncio
import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import Field as PydanticField
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, MetaData, Numeric, UniqueConstraint, text
from sqlalchemy import Text as SaText
from sqlalchemy.orm import registry
from sqlmodel import Field, col, select

from plano_kit.auth.principal import OWNER, PUBLIC, SERVICE, USER, role
from plano_kit.clients import CallScope, Outbound
from plano_kit.context import Context as KitContext
from plano_kit.database.tables import NAMING, Table, json_of
from plano_kit.http.call import Call, calls
from plano_kit.http.pagination import PageQuery, page_query
from plano_kit.http.resource import Resource
from plano_kit.messaging import Event
from plano_kit.problems import Conflict
from plano_kit.service import Job, Service
from plano_kit.settings import Config
from plano_kit.types import Int, Model, Numeral, Request, Text, Timestamp


class Base(Table, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """What the tables derive from."""


class Tag(Model):
    name: Annotated[Text, PydanticField(max_length=20)]
    weight: Annotated[Decimal, Numeral(6, 2)] = Decimal(1)


class Book(Base, table=True):
    __tablename__ = "book"
    __owner__ = "owner_id"
    __table_args__ = (
        Index("ix_book_owner_id_created_at", "owner_id", "created_at"),
        UniqueConstraint("isbn"),
        CheckConstraint("copies >= 0", name="copies"),
        ForeignKeyConstraint(["sequel_of"], ["book.id"]),
    )
    owner_id: UUID
    title: str = Field(sa_type=SaText)
    copies: int = 1
    price: Decimal = Field(default=Decimal(0), sa_type=Numeric(6, 2))
    isbn: str | None = Field(default=None, sa_type=SaText)
    sequel_of: UUID | None = None
    tags: list[Tag] = Field(default_factory=list, sa_type=json_of(list[Tag]))


class BookResponse(Model):
    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    owner_id: UUID
    title: Text
    copies: Int
    price: Annotated[Decimal, Numeral(6, 2)]
    isbn: Text | None = None
    sequel_of: UUID | None = None
    tags: list[Tag]


class CreateBookRequest(Request):
    title: Annotated[Text, PydanticField(max_length=80)]
    copies: Int = 1
    price: Annotated[Decimal, Numeral(6, 2)] = Decimal(0)
    isbn: Text | None = None
    sequel_of: UUID | None = None
    tags: list[Tag] = PydanticField(default_factory=list)


class UpdateBookRequest(Request):
    title: Annotated[Text, PydanticField(max_length=80)] = ""
    copies: Int = 1
    isbn: Text | None = None
    tags: list[Tag] = PydanticField(default_factory=list)


class WorkRequest(Request):
    how: Literal["fine", "refused", "broken", "slow", "late", "lock", "sleep", "beyond", "block"]
    note: Text = ""


class GuestRequest(Request):
    name: Text


class LendRequest(Request):
    copies: Int


BOOKS = Resource(
    Book,
    BookResponse,
    owner="owner_id",
    sorts=("-created_at", "created_at", "-id", "id", "title", "-title", "price", "-price", "copies"),
    default_sort="-created_at",
)


class Context(KitContext[None, Config, Event]):
    """A transaction of this service."""


router = APIRouter(tags=["Book"])
Books = Annotated[Call[Context], Depends(calls(OWNER, role("librarian")))]


@router.get("/books")
async def list_books(
    call: Books, page: Annotated[PageQuery, Depends(page_query)], copies: int | None = None, title: Text | None = None
) -> Response:
    return await BOOKS.list(call, page, {"copies": copies, "title": title})


@router.get("/books/{book_id}")
async def get_book(book_id: UUID, call: Books) -> Response:
    return await BOOKS.get(call, book_id)


@router.post("/books", status_code=201)
async def create_book(request: CreateBookRequest, call: Annotated[Call[Context], Depends(calls(USER))]) -> Response:
    return await BOOKS.create(call, request)


@router.patch("/books/{book_id}")
async def update_book(book_id: UUID, request: UpdateBookRequest, call: Books) -> Response:
    return await BOOKS.update(call, book_id, request)


@router.delete("/books/{book_id}", status_code=204)
async def delete_book(book_id: UUID, call: Books) -> Response:
    return await BOOKS.delete(call, book_id)


@router.post("/books/{book_id}/lend")
async def lend_book(book_id: UUID, request: LendRequest, call: Books) -> Response:
    return await call.run(lambda ctx: lend(book_id, request, ctx), BookResponse)


@router.post("/work", status_code=201)
async def do_work(request: WorkRequest, call: Annotated[Call[Context], Depends(calls(USER))]) -> Response:
    return await call.run(lambda ctx: work(request, ctx), BookResponse, status=201)


@router.post("/silent", status_code=204)
async def do_silently(call: Annotated[Call[Context], Depends(calls(USER))]) -> Response:
    return await call.run(lambda ctx: add(ctx, "silent"))


@router.get("/open")
async def whoever(call: Annotated[Call[Context], Depends(calls(PUBLIC))]) -> Response:
    principal = call.grant.principal
    return Response(principal.name if principal else "nobody")


@router.get("/staff")
async def staff(call: Annotated[Call[Context], Depends(calls(role("librarian"), SERVICE))]) -> Response:
    return Response(call.grant.principal.name if call.grant.principal else "")


@router.post("/guests", status_code=201)
async def sign(request: GuestRequest, call: Annotated[Call[Context], Depends(calls(PUBLIC))]) -> Response:
    return await call.run(lambda ctx: signed(request, ctx), BookResponse, status=201)


async def signed(request: GuestRequest, ctx: Context) -> Book:
    """A book that is nobody's."""
    book = Book(owner_id=UUID(int=0), title=request.name)
    ctx.session.add(book)
    await ctx.session.flush()
    return book


async def add(ctx: Context, title: str) -> Book:
    book = Book(owner_id=ctx.principal.id, title=title, tags=[Tag(name="new")])
    ctx.session.add(book)
    await ctx.session.flush()
    return book


async def lend(book_id: UUID, request: LendRequest, ctx: Context) -> Book:
    book = await ctx.get(Book, book_id, lock=True)
    if book.copies < request.copies:
        raise Conflict("there are not so many copies")
    book.copies -= request.copies
    return book


async def work(request: WorkRequest, ctx: Context) -> Book:
    """Add a book, then go wrong as the request says; `late` goes wrong at the commit (see `LATE`)."""
    book = await add(ctx, request.how)
    match request.how:
        case "refused":
            raise Conflict("not today")
        case "broken":
            raise RuntimeError(f"the password is {request.note}")
        case "slow":
            await asyncio.sleep(float(request.note or 0.4))
        case "lock":
            await ctx.session.execute(text("LOCK TABLE book IN ACCESS EXCLUSIVE MODE"))
        case "sleep":
            await ctx.session.execute(text("SELECT pg_sleep(30)"))
        case "beyond":
            await ctx.session.scalars(select(Book).where(col(Book.copies) == 2**40))
        case "block":
            block(float(request.note))
    return book


def block(seconds: float) -> None:
    """What a handler must not do: nothing else of the process runs meanwhile."""
    time.sleep(seconds)


LATE = """
CREATE FUNCTION too_late() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'too late' USING ERRCODE = 'check_violation'; END $$;
CREATE CONSTRAINT TRIGGER too_late AFTER INSERT ON book DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.title = 'late') EXECUTE FUNCTION too_late();
"""
"""What lets an INSERT through and fails the COMMIT."""


async def tidy(ctx: Context) -> None:
    await add(ctx, "tidied")


def clients(outbound: Outbound, scope: CallScope) -> None:
    """It calls nobody."""


def library(openapi: Path) -> Service[Context]:
    return Service(
        platform="town",
        name="library",
        description="Lends books.",
        package="tests.kit.http",
        domain="town.example",
        context=Context,
        clients=clients,
        config=Config,
        metadata=Base.metadata,
        openapi=openapi,
        routers=(router,),
        jobs=(Job("tidy", tidy),),
        trusts="users",
        callers=frozenset({"desk"}),
    )
