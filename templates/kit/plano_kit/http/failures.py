"""What becomes of an error: a problem that the caller may see."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route

from plano_kit.observability.tracing import trace_id
from plano_kit.problems import Conflict, Problem, Unavailable, Unprocessable

log = structlog.stdlib.get_logger("plano.http")

_CONFLICTS = {
    "23505": "another row has one of these values already",
    "23503": "something that this refers to is not there, or something still refers to this",
    "23001": "something still refers to this",
    "40001": "it was changed at the same moment: try again",
    "40P01": "it was changed at the same moment: try again",
}
_LOST = (exc.TimeoutError, TimeoutError, ConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What is raised of a connection, and not by PostgreSQL. asyncpg's internal error is one that ended while it wrote."""
_AWAY = ("08", "53", "57", "58")
"""Classes of SQLSTATE: connection, resources, operator intervention (time-outs too), system."""


def problem_of(error: BaseException) -> Problem | None:
    """The problem that a known error is; None for one that is a bug."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, StaleDataError):
        return Conflict("it was changed at the same moment: try again")
    if isinstance(error, _LOST):
        return Unavailable("the database does not answer")
    state = _state(error)
    if state is None:
        known = isinstance(error, exc.InterfaceError | exc.InternalError)
        return Unavailable("the database does not answer") if known else None
    if state in _CONFLICTS:
        return Conflict(_CONFLICTS[state])
    if state == "55P03":
        return Unavailable("another request is at work on this: try again")
    if state.startswith(_AWAY):
        return Unavailable("the database does not answer")
    if state.startswith(("22", "23")):
        return Unprocessable("a value is outside of what can be stored")
    return None


def _state(error: BaseException) -> str | None:
    for each in (error, getattr(error, "orig", None)):
        state = getattr(each, "sqlstate", None)
        if isinstance(state, str):
            return state
    return None


class UnsupportedTypeError(Problem):
    """A body that is not JSON."""

    status = 415


def _unread(cause: BaseException) -> Problem:
    """Why FastAPI could not read a body; it says 400 whatever went wrong."""
    return cause if isinstance(cause, Problem) else Unprocessable("the body is not JSON that can be read")


def answer(error: Exception) -> Response:
    """The response to an error; one that is a bug is logged, and tells its trace id alone."""
    problem = problem_of(error)
    if problem is not None:
        return problem.response()
    log.error("unexpected error", exc_info=error)
    return Problem("an unexpected error", extra={"trace_id": trace_id()}).response()


def _methods(request: Request, routes: Sequence[BaseRoute]) -> str:
    """Every method of the request's path; Starlette tells only those of the first route with that path."""
    found: set[str] = set()
    for route in routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return ", ".join(sorted(found))


def install(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Answer every error as a problem; `routes` are all that the application has."""

    async def known(request: Request, error: Exception) -> Response:
        return answer(error)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 400 and error.__cause__ is not None:
            return _unread(error.__cause__).response()
        detail = {404: "there is nothing here", 405: f"{request.method} is not one of this path's methods"}
        shown = detail.get(error.status_code, str(error.detail))
        headers = {"Allow": _methods(request, routes)} if error.status_code == 405 else error.headers
        return Problem(shown, status=error.status_code, headers=headers).response()

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        if isinstance(error.body, bytes) and error.body:
            # FastAPI leaves a body as bytes where its type is not JSON.
            return UnsupportedTypeError("a body must be application/json").response()
        errors = [{"location": list(each["loc"]), "message": each["msg"]} for each in error.errors()]
        return Unprocessable("the request does not fit what this expects", extra={"errors": errors}).response()

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    for kind in (Problem, exc.SQLAlchemyError, asyncpg.PostgresError, OSError, *_LOST):
        app.add_exception_handler(kind, known)
