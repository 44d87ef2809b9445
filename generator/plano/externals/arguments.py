"""Parameters of an operation as arguments: what goes into its path, its query and its headers."""

from __future__ import annotations

import re
from typing import Literal

from plano.externals.document import Document, FaultError, Node
from plano.externals.model import Choice, Kind, ListOf, Named, Nullable, OneOf, Parameter, Primitive
from plano.externals.naming import Names, argument_name
from plano.externals.schemas import Schemas
from plano.language.places import Path

Place = Literal["path", "query", "header"]

_PLACES: dict[str, Place] = {"path": "path", "query": "query", "header": "header"}
_NOT_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI says are none ("Parameter Object", `name`): a client sets them by itself."""
_KEY = "idempotency-key"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_DELIMITERS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_TEXT = Primitive("text")


class Arguments:
    """Reads the parameters of one operation, whose name as a class is `called`."""

    def __init__(self, document: Document, schemas: Schemas, called: str) -> None:
        self._document = document
        self._schemas = schemas
        self._called = called

    def of(self, item: Node, node: Node) -> tuple[Parameter, ...]:
        """The parameters of the path and of the operation itself, which come first where both name one.

        Those of the path stand first, then what must be given.
        """
        found: dict[tuple[str, str], Node] = {}
        for holder in (item, node):
            listed = holder.get("parameters")
            for each in listed.elements() if listed is not None else ():
                target = self._document.followed(each)
                found[target.text("in"), target.text("name")] = target
        names = Names()
        read = [self._parameter(place, name, each, names) for (place, name), each in found.items()]
        kept = [each for each in read if each is not None]
        return tuple(sorted(kept, key=lambda each: (each.place != "path", not each.required)))

    def path(self, path: str, parameters: tuple[Parameter, ...], node: Node) -> str:
        """The path with the arguments' names. FaultError for a part of it that no parameter fills, or fills twice."""
        arguments = {each.name: each.argument for each in parameters if each.place == "path"}
        wanted = _PLACEHOLDER.findall(path)
        if wrong := set(wanted) ^ arguments.keys():
            name = min(wrong)
            said = f"no parameter in the path is called {name!r}" if name in wanted else f"the path has no {{{name}}}"
            raise FaultError(node.path, said, "a path and its parameters name the same")
        return _PLACEHOLDER.sub(lambda place: f"{{{arguments[place[1]]}}}", path)

    def _parameter(self, written: str, name: str, node: Node, names: Names) -> Parameter | None:
        if not name:
            raise FaultError(node.path, "a parameter needs a name")
        if written == "cookie":
            self._schemas.give_up(node.path, f"the cookie {name!r} is not sent", "send the header 'Cookie' yourself")
            return None
        place = _PLACES.get(written)
        if place is None:
            raise FaultError((*node.path, "in"), f"{written!r} is no place for a parameter", "path, query or header")
        if place == "header" and name.lower() in _NOT_PARAMETERS:
            return None
        if place == "header" and not _HEADER.fullmatch(name):
            raise FaultError((*node.path, "name"), f"{name!r} is no name of a header")
        required = place == "path" or (node.flag("required") and name.lower() != _KEY)
        argument = names.claim(argument_name(name))
        content = node.get("content")
        if content is not None:
            return Parameter(argument, name, place, self._of_content(content), required, as_json=True)
        kind, delimiter = self._kind(node, place)
        return Parameter(argument, name, place, kind, required, delimiter)

    def _of_content(self, content: Node) -> Kind:
        _, media = next(content.items(), ("", None))
        if media is None:
            raise FaultError(content.path, "one media type belongs here")
        return self._schemas.kind(media.get("schema") or Node(True, media.path), f"{self._called}Value")

    def _kind(self, node: Node, place: Place) -> tuple[Kind, str]:
        """What is given for a parameter, and how a list of it is joined."""
        schema = node.get("schema")
        kind = self._schemas.kind(schema, f"{self._called}Value") if schema is not None else _TEXT
        kind = kind.of if isinstance(kind, Nullable) else kind
        style = node.text("style") or ("form" if place == "query" else "simple")
        if style not in _DELIMITERS:
            return self._as_text(node.path, f"the style {style!r} is not written out")
        if isinstance(kind, ListOf):
            if not self._is_flat(kind.item):
                return self._as_text(node.path, "a list of more than plain values is not written out")
            repeated = place == "query" and node.flag("explode", otherwise=style == "form")
            return kind, "" if repeated else _DELIMITERS[style]
        if not self._is_flat(kind):
            return self._as_text(node.path, "what has parts is not written out")
        return kind, ""

    def _as_text(self, path: Path, why: str) -> tuple[Kind, str]:
        self._schemas.give_up(path, f"{why}: it is given as the text that the URL or the header holds")
        return _TEXT, ""

    def _is_flat(self, kind: Kind) -> bool:
        """Whether a value is one text in a URL."""
        match kind:
            case Primitive(name):
                return name not in ("json", "bytes")
            case Choice():
                return True
            case OneOf(of):
                return bool(of) and all(map(self._is_flat, of))
            case Named(name):
                alias = next((each for each in self._schemas.aliases if each.name == name), None)
                return alias is not None and self._is_flat(alias.kind)
            case _:
                return False
