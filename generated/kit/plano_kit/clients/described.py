"""The typed client of an external that an OpenAPI document describes; generated clients add one method an operation."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar, cast, overload

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from plano_kit.clients.base import HANDLED
from plano_kit.clients.external import ExternalClient
from plano_kit.clients.wire import fill, parameters, wire_text
from plano_kit.problems import BadRequest, Problem, Unavailable

T = TypeVar("T")

JSON = "application/json"
_ANY = TypeAdapter[object](object)
_ADAPTERS: dict[object, TypeAdapter[object]] = {}
_MOST_SAID = 5  # faults of one answer


class WireModel(BaseModel):
    """An object of such a document: members that it does not name are passed over."""

    model_config = ConfigDict(extra="ignore", serialize_by_alias=True, validate_by_name=True, protected_namespaces=())


class OpenWireModel(WireModel):
    """An object that may have further members: they are kept, and sent again."""

    model_config = ConfigDict(extra="allow")


@dataclass(frozen=True, slots=True)
class Content:
    """A request's body as bytes, and what it is."""

    body: bytes
    media_type: str


def json_content(value: object, media_type: str = JSON) -> Content | None:
    """A value as JSON, of objects only the members that were set; None where there is none."""
    return None if value is None else Content(_ANY.dump_json(value, exclude_unset=True, by_alias=True), media_type)


def form_content(values: Mapping[str, str] | None, media_type: str) -> Content | None:
    """Texts as an HTML form sends them; None where there are none."""
    return None if values is None else Content(str(httpx.QueryParams(dict(values))).encode(), media_type)


def bytes_content(value: bytes | None, media_type: str) -> Content | None:
    """Bytes as they are; None where there are none."""
    return None if value is None else Content(value, media_type)


def joined(values: list[T] | None, delimiter: str) -> str | None:
    """A list as one text; None where there is none."""
    return None if values is None else delimiter.join(map(wire_text, values))


def json_text(value: object) -> str | None:
    """A value as JSON in a URL or a header; None where there is none."""
    return None if value is None else _ANY.dump_json(value, exclude_unset=True, by_alias=True).decode()


class DescribedClient(ExternalClient):
    """Calls one external as its document says: one request a call, once, as an `ExternalClient` sends it.

    Raises the problem that a caller may handle (Forbidden, NotFound, Conflict, PreconditionFailed, Unprocessable),
    and Unavailable for every other answer that is no success, for none within 10 seconds, and for one that is not as
    the document says. The answer itself is `error.__cause__.response`: what a stranger wrote goes to no caller of ours.
    """

    external: ClassVar[str]
    """The external's name in the blueprint."""

    _headers: Mapping[str, str] = {}

    def sending(self, headers: Mapping[str, str]) -> Self:
        """The same client, whose every call carries these headers too: a key of the external's own, say."""
        other = copy.copy(self)
        other._headers = {**self._headers, **headers}
        return other

    @overload
    async def call(
        self,
        method: str,
        path: str,
        answer: type[T] | TypeAdapter[T],
        *,
        values: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        content: Content | None = None,
        accept: str = JSON,
    ) -> T: ...

    @overload
    async def call(
        self,
        method: str,
        path: str,
        answer: None,
        *,
        values: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        content: Content | None = None,
        accept: str = JSON,
    ) -> None: ...

    async def call(
        self,
        method: str,
        path: str,
        answer: type[T] | TypeAdapter[T] | None,
        *,
        values: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        content: Content | None = None,
        accept: str = JSON,
    ) -> T | None:
        """Call an operation and read its answer as `answer`: None reads nothing, `bytes` takes it as it is.

        `path` has `{name}` for each of `values`; what is None of `query` and `headers` is left out. Raises BadRequest
        for a value that no URL and no header can hold.
        """
        sent = {"Accept": accept, **self._headers, **_header_texts(headers or {})}
        if content is not None:
            sent["Content-Type"] = content.media_type
        found = await self._answer(
            method,
            fill(path, values or {}),
            params=httpx.QueryParams(parameters(query)) if query else None,
            content=None if content is None else content.body,
            headers=sent,
        )
        return None if answer is None else self._read(found, answer)

    async def _answer(
        self,
        method: str,
        path: str,
        *,
        params: httpx.QueryParams | None,
        content: bytes | None,
        headers: Mapping[str, str],
    ) -> httpx.Response:
        try:
            found = await self.request(method, path, params=params, content=content, headers=headers)
            if found.status_code >= 300:
                self._refuse(found)
        except httpx.RequestError as error:
            raise Unavailable(f"{self.external} cannot be reached") from error
        except httpx.InvalidURL as error:
            raise BadRequest(f"no URL of {self.external} can hold these values") from error
        return found

    def _refuse(self, found: httpx.Response) -> None:
        told = f"{self.external} answered {found.status_code}"
        kind: type[Problem] = HANDLED.get(found.status_code, Unavailable)
        raise kind(told) from httpx.HTTPStatusError(told, request=found.request, response=found)

    def _read(self, found: httpx.Response, answer: type[T] | TypeAdapter[T]) -> T:
        if answer is bytes:
            return cast(T, found.content)
        adapter: TypeAdapter[T] = answer if isinstance(answer, TypeAdapter) else _adapter(answer)
        try:
            if not found.content:
                return adapter.validate_python(None)
            return adapter.validate_json(found.content, by_alias=True, by_name=False)
        except ValidationError as error:
            told = f"{self.external} answered what its document does not say"
            cause = httpx.HTTPStatusError(f"{told}: {_faults(error)}", request=found.request, response=found)
            raise Unavailable(told) from cause


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    found = _ADAPTERS.get(kind)
    if found is None:
        found = _ADAPTERS[kind] = TypeAdapter(kind)
    return cast(TypeAdapter[T], found)


def _faults(error: ValidationError) -> str:
    """Where an answer is not as it should be, without what stands there: that may be nobody's business."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    said = [f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}" for each in found[:_MOST_SAID]]
    return "; ".join(said)


def _header_texts(values: Mapping[str, object]) -> dict[str, str]:
    written = {name: wire_text(value) for name, value in values.items() if value is not None}
    for name, text in written.items():
        if not (text.isascii() and text.isprintable()):
            raise BadRequest(f"{name} cannot be {text!r} in a header")
    return written
