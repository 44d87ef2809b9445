"""Errors that a caller may see: RFC 9457 problems, raised by handlers and the kit alike."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from fastapi import Response
from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An error that is answered with `detail`, a sentence for the caller, and its status.

    `extra` are further members of the body, `headers` go with the response.
    """

    status: ClassVar[int] = 500

    def __init__(
        self,
        detail: str,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = status or self.status
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})

    def response(self) -> Response:
        """The problem as a response."""
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.code).phrase,
            "status": self.code,
            "detail": self.detail,
            **self.extra,
        }
        return JSONResponse(body, status_code=self.code, headers=self.headers, media_type=MEDIA_TYPE)


class BadRequest(Problem):
    status = 400


class Unauthorized(Problem):
    status = 401

    def __init__(self, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer", **(headers or {})})


class Forbidden(Problem):
    status = 403


class NotFound(Problem):
    status = 404


class Conflict(Problem):
    status = 409


class PreconditionFailed(Problem):
    status = 412


class Unprocessable(Problem):
    status = 422


class TooManyRequests(Problem):
    status = 429

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Unavailable(Problem):
    """Something that this service needs is away; the same request may succeed in `retry_after` seconds."""

    status = 503

    def __init__(self, detail: str, *, retry_after: int = 1) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})
