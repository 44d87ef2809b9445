"""What answers must be, with messages that show the answer where one is not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic_core import from_json

from plano_kit.problems import MEDIA_TYPE
from plano_kit.testing.stand import Endpoint

PLAIN = "application/json"
_OBJECT: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])
_ROWS: TypeAdapter[list[dict[str, object]]] = TypeAdapter(list[dict[str, object]])


class ProblemBody(BaseModel):
    """The members of RFC 9457 that every error has."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


def problem(answer: httpx.Response, status: int) -> ProblemBody:
    """The problem that an answer is; fails where it is none, or of another status."""
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url.path}: {shown(answer)}"
    assert answer.headers["Content-Type"] == MEDIA_TYPE, shown(answer)
    body = ProblemBody.model_validate_json(answer.content)
    assert body.status == status, shown(answer)
    assert body.title, shown(answer)
    assert body.detail, shown(answer)
    return body


def fine(answer: httpx.Response, status: int = 200) -> dict[str, object]:
    """The JSON object of an answer of that status."""
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url.path}: {shown(answer)}"
    return _OBJECT.validate_json(answer.content)


def items(answer: httpx.Response) -> tuple[list[dict[str, object]], str | None]:
    """The items of a page, and the cursor of the next."""
    page = fine(answer)
    following = page["next"]
    assert following is None or isinstance(following, str)
    return _ROWS.validate_python(page["items"]), following


def shown(answer: httpx.Response) -> str:
    """An answer as a line of a failed test."""
    return f"{answer.status_code} {answer.text[:500]}"


def declared(document: Path, endpoint: Endpoint) -> frozenset[str]:
    """The statuses that the OpenAPI document promises of an endpoint."""
    operation = _operation(document, endpoint)
    return frozenset(_OBJECT.validate_python(operation["responses"]))


def sorts(document: Path, endpoint: Endpoint) -> list[str]:
    """The values of a list's `sort`."""
    for parameter in _ROWS.validate_python(_operation(document, endpoint).get("parameters", [])):
        if parameter.get("name") == "sort":
            schema = _OBJECT.validate_python(parameter["schema"])
            return TypeAdapter(list[str]).validate_python(schema["enum"])
    return []


def _operation(document: Path, endpoint: Endpoint) -> dict[str, object]:
    paths = _OBJECT.validate_python(_document(document)["paths"])
    return _OBJECT.validate_python(_OBJECT.validate_python(paths[endpoint.path])[endpoint.method.lower()])


@cache
def _document(path: Path) -> dict[str, object]:
    return _OBJECT.validate_python(from_json(path.read_bytes()))
