"""Keyset pages: a cursor is the sort key and the id of the last item, so that inserts move nothing.

A long key is compressed in its cursor. PostgreSQL holds at most 2,704 bytes in an entry of a B-tree index, after a
compression of its own; so whatever an index could hold, and a list be sorted by, fits in `MAX_CURSOR`. (Source:
PostgreSQL, `BTMaxItemSize` in `access/nbtree.h`, for pages of 8 KiB.)
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import ValidationError
from pydantic_core import from_json, to_json

from plano_kit.problems import Unprocessable
from plano_kit.types import Model

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
MAX_CURSOR = 8192
"""Characters. Servers and proxies commonly take a request line of that order."""

_LONG = 512
"""Bytes from which on a cursor is compressed; below, it would hardly get shorter."""
_LONGEST = 1024 * 1024
"""Bytes that a compressed cursor may unpack to: no more than a body, which every key once came in."""

T = TypeVar("T")


class Page(Model, Generic[T]):
    """One page of a list. `next` is the cursor of the page after it, None on the last; `count` only where asked for."""

    items: list[T]
    next: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which page is wanted; `sort` is None for the list's own order."""

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    sort: str | None = None
    count: bool = False


async def page_query(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(min_length=1, max_length=MAX_CURSOR, pattern="^[A-Za-z0-9_-]+$")] = None,
    sort: str | None = None,
    count: bool = False,
) -> PageQuery:
    """The page that a request's query names. It is `async` since FastAPI runs any other dependency in a thread."""
    return PageQuery(limit, cursor, sort, count)


def write_cursor(sort: str, key: str, id: str) -> str:
    """The cursor behind an item; `key` is its sort key as PostgreSQL reads it."""
    written = to_json([sort, key, id])
    if len(written) > _LONG:
        written = zlib.compress(written)
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def read_cursor(cursor: str, sort: str) -> tuple[str, str]:
    """The key and the id in a cursor. Raises Unprocessable for one that we did not write, or under another sort."""
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        # JSON begins with a bracket, what zlib writes never does (RFC 1950, 2.2: CM is 8, or 15).
        written = from_json(told if told.startswith(b"[") else zlib.decompressobj().decompress(told, _LONGEST))
    except (binascii.Error, zlib.error, ValueError, ValidationError):
        written = None
    match written:
        case [str(of), str(key), str(id)] if of == sort and "\0" not in key + id:
            return key, id
    raise Unprocessable("this cursor is not one of this list under this sort")
