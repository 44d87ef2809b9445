"""From the paths of a document to operations: what each is given, what it answers, and what it refuses with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plano.externals.arguments import Arguments
from plano.externals.document import Document, FaultError, Node
from plano.externals.model import Answer, Body, MapOf, Nullable, Operation, Primitive
from plano.externals.naming import Names, class_name, method_name
from plano.externals.schemas import Schemas
from plano.externals.types import NULL

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}|\{[^{}/?#]+\})*")
"""A path of RFC 3986 with `{name}` in it."""
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:;[ -~]*)?")
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_BYTES = "application/octet-stream"
_SUCCESS = re.compile("2[0-9][0-9]|2XX")
_REFUSAL = re.compile("[45][0-9][0-9]")


class Operations:
    """Reads operations; kinds of what they carry come from `schemas`."""

    def __init__(self, document: Document, schemas: Schemas) -> None:
        self._document = document
        self._schemas = schemas
        self._names = Names()
        self._ids: dict[str, Node] = {}

    def all(self) -> Iterator[Operation]:
        """Every operation in the document's order. What is wrong with one is told among the findings of `schemas`."""
        paths = self._document.root.get("paths")
        for path, item in paths.items() if paths is not None else ():
            if path.startswith("x-"):
                continue
            try:
                yield from self._of_path(path, self._document.followed(item))
            except FaultError as fault:
                self._schemas.findings.append(fault.finding)

    def _of_path(self, path: str, item: Node) -> Iterator[Operation]:
        if not _PATH.fullmatch(path) or path.startswith("//") or {".", ".."} & set(path.split("/")):
            raise FaultError(item.path, "this is no path", "it begins with one / and is as RFC 3986 writes it")
        for method in _METHODS:
            found = item.get(method)
            if found is not None:
                try:
                    yield self._operation(path, method, item, found)
                except FaultError as fault:
                    self._schemas.findings.append(fault.finding)

    def _operation(self, path: str, method: str, item: Node, node: Node) -> Operation:
        name = self._names.claim(method_name(self._id(node) or f"{method} {path}"))
        called = class_name(name.replace("_", " "))
        arguments = Arguments(self._document, self._schemas, called)
        parameters = arguments.of(item, node)
        return Operation(
            name=name,
            method=method.upper(),
            path=arguments.path(path, parameters, node),
            parameters=parameters,
            body=self._body(node, called),
            answer=None if method == "head" else self._answer(node, called),
            problems=self._problems(node),
            description=node.text("summary") or node.text("description"),
        )

    def _id(self, node: Node) -> str:
        found = node.text("operationId")
        if found and (first := self._ids.setdefault(found, node)) is not node:
            said = f"the operationId {found!r} stands at {'.'.join(map(str, first.path))} already"
            raise FaultError((*node.path, "operationId"), said, "give one of them another")
        return found

    def _body(self, node: Node, called: str) -> Body | None:
        found = node.get("requestBody")
        if found is None:
            return None
        found = self._document.followed(found)
        media = _content(found)
        if not media:
            return None
        required = found.flag("required")
        as_json = _first_json(media)
        if as_json is not None:
            kind = self._schemas.kind(_schema(media[as_json]), f"{called}Body")
            kind = kind.of if isinstance(kind, Nullable) and kind != NULL else kind
            return Body("json", _written(as_json, _JSON), kind, required)
        first, where = next(iter(media.items()))
        if first.partition(";")[0].strip().lower() == _FORM:
            self._schemas.give_up(where.path, "the fields of this form are sent as texts, whatever their types")
            return Body("form", _FORM, MapOf(Primitive("text")), required)
        return Body("bytes", _written(first, _BYTES), Primitive("bytes"), required)

    def _answer(self, node: Node, called: str) -> Answer | None:
        """What the successes answer; of several the one or the other."""
        responses = node.get("responses")
        listed = dict(responses.items()) if responses is not None else {}
        successes = [listed[status] for status in sorted(listed) if _SUCCESS.fullmatch(status.upper())]
        told = successes or [listed[status] for status in ("default",) if status in listed]
        found = [self._one_answer(self._document.followed(each), called) for each in told]
        answers = list(dict.fromkeys(each for each in found if each is not None))
        if not answers:
            return None
        if any(each.kind == Primitive("bytes") for each in answers):
            media_type = answers[0].media_type if len(answers) == 1 else "*/*"
            return Answer(media_type, Primitive("bytes"))
        kinds = [*(each.kind for each in answers), *([NULL] if None in found else [])]
        kind = self._schemas.either(kinds, f"{called}Answer", node)
        if isinstance(kind, Nullable):
            kind = self._schemas.short(kind, f"{called}Answer")
        return Answer(answers[0].media_type, kind)

    def _one_answer(self, node: Node, called: str) -> Answer | None:
        media = _content(node)
        if not media:
            return None
        as_json = _first_json(media)
        if as_json is None:
            return Answer(_written(next(iter(media)), "*/*"), Primitive("bytes"))
        kind = self._schemas.kind(_schema(media[as_json]), f"{called}Answer")
        return None if kind == NULL else Answer(_written(as_json, _JSON), kind)

    def _problems(self, node: Node) -> tuple[tuple[int, str], ...]:
        responses = node.get("responses")
        found: list[tuple[int, str]] = []
        for status, each in responses.items() if responses is not None else ():
            if _REFUSAL.fullmatch(status):
                found.append((int(status), self._document.followed(each).text("description")))
        return tuple(sorted(found))


def _content(node: Node) -> dict[str, Node]:
    found = node.get("content")
    return dict(found.items()) if found is not None else {}


def _schema(media: Node) -> Node:
    """The schema of a media type; one that fits everything where it has none."""
    return media.get("schema") or Node(True, media.path)


def _first_json(media: dict[str, Node]) -> str | None:
    """The media type that is JSON: itself, what is built on it (RFC 6839), or anything at all."""
    for each in media:
        essence = each.partition(";")[0].strip().lower()
        if essence in (_JSON, "*/*", "application/*") or essence.endswith("+json"):
            return each
    return None


def _written(media_type: str, otherwise: str) -> str:
    """The media type as it may stand in a header; `otherwise` for a pattern such as `*/*`, and for what is none."""
    return media_type if _MEDIA_TYPE.fullmatch(media_type) else otherwise
