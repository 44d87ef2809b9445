"""The problems that an operation may answer with, and what each means (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from plano.platform.model import Endpoint, Method, Verb

_PROBLEM_SCHEMA: dict[str, object] = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "trace_id": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "What is wrong with the request, part by part.",
            "items": {
                "type": "object",
                "properties": {
                    "location": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "message": {"type": "string"},
                    "kind": {"type": "string"},
                },
                "required": ["location", "message"],
            },
        },
    },
    "required": ["type", "title", "status"],
}

_MEANINGS: dict[int, tuple[str, str]] = {
    400: ("BadRequest", "The request cannot be understood."),
    401: ("Unauthorized", "No token, or one that is not valid here."),
    403: ("Forbidden", "The token is valid, and its owner may not do this."),
    404: ("NotFound", "There is no such thing, or none that the caller may see."),
    405: ("MethodNotAllowed", "The path has no such method."),
    409: ("Conflict", "What is there does not allow it."),
    412: ("PreconditionFailed", "It changed since the ETag in If-Match."),
    413: ("ContentTooLarge", "The body is larger than the service reads."),
    415: ("UnsupportedMediaType", "The body is of another kind than the operation takes."),
    422: ("Unprocessable", "The request is understood, and something in it is wrong."),
    429: ("TooManyRequests", "Too many attempts: wait before the next."),
    500: ("InternalServerError", "A failure of the service; the trace id finds it in the logs."),
    503: ("Unavailable", "Something that this service needs is away: try again later."),
}

ALWAYS = (405, 500, 503)
"""What any path may answer with."""

WITH_BODY = (413, 415)
"""What any operation that takes a body may answer with."""

_HEADERS: dict[int, dict[str, object]] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    405: {"Allow": {"required": True, "description": "The path's methods.", "schema": {"type": "string"}}},
    429: {"Retry-After": {"required": True, "description": "Seconds.", "schema": {"type": "integer", "minimum": 0}}},
}


def statuses(endpoint: Endpoint, *, conditional: bool) -> tuple[int, ...]:
    """The error statuses that `endpoint` may answer with, ascending.

    An operation's handler may raise any of the kit's problems, so all of them are its own.
    """
    public = any(access.kind == "public" for access in endpoint.access)
    place, body = bool(endpoint.path_fields), endpoint.request is not None
    return _possible(endpoint.method, endpoint.verb, conditional, public, place, body)


@cache
def _possible(
    method: Method, verb: Verb | None, conditional: bool, public: bool, place: bool, body: bool
) -> tuple[int, ...]:
    possible = {*ALWAYS, 422}
    if not public:
        possible |= {401, 403}
    if verb is None:
        possible |= {400, 401, 403, 404, 409, 412, 422, 429}
    if place:
        possible.add(404)
    if body:
        possible.update(WITH_BODY)
    if method == "POST" or verb in ("update", "delete"):
        possible.add(409)
    if verb == "list":
        possible.add(400)
    if conditional:
        possible.add(412)
    return tuple(sorted(possible))


def schema() -> dict[str, object]:
    """The schema of every problem."""
    return _PROBLEM_SCHEMA


@cache
def response_refs(statuses: tuple[int, ...]) -> Mapping[str, dict[str, object]]:
    """By status, the references to the shared responses."""
    return {str(status): {"$ref": f"#/components/responses/{_MEANINGS[status][0]}"} for status in statuses}


def responses(used: Iterable[int], problem: dict[str, object]) -> dict[str, object]:
    """The shared responses of those statuses by name, ascending; `problem` refers to the schema of their body."""
    made: dict[str, object] = {}
    for status in sorted(used):
        name, meaning = _MEANINGS[status]
        response: dict[str, object] = {"description": meaning}
        if headers := _HEADERS.get(status):
            response["headers"] = headers
        response["content"] = {"application/problem+json": {"schema": problem}}
        made[name] = response
    return made
