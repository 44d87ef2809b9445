"""From JSON Schemas to kinds: what a value of each is in Python, with a class for each object that has members."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plano.externals.document import Document, FaultError, Finding, Node
from plano.externals.merging import Merged, alternatives, has_members, merged, of_all
from plano.externals.model import Alias, Choice, Class, Kind, ListOf, MapOf, Named, Nullable, OneOf, Property
from plano.externals.naming import Names, class_name, field_name
from plano.externals.types import JSON, NULL, inferred, length, primitive, types_of
from plano.language.places import Path

_SCHEMAS: Path = ("components", "schemas")
_LONGEST = 60
"""Characters that a choice or an alternative without a name of its own may take."""
_DEEPEST = 60
"""References inside one another without an object between them; what is deeper is not typed."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An object whose members are not read yet."""

    name: str
    parts: Merged


class Schemas:
    """Reads the schemas that are asked for. `findings` are faults, `untyped` the places that hold any JSON value."""

    def __init__(self, document: Document, reserved: Iterable[str]) -> None:
        self.findings: list[Finding] = []
        self.untyped: list[Finding] = []
        self.aliases: list[Alias] = []
        self._document = document
        self._names = Names(reserved)
        self._own = _component_names(document, self._names)
        self._known: dict[Path, Kind] = {}
        self._reading: set[Path] = set()
        self._waiting: deque[_Waiting] = deque()
        self._depth = 0

    def kind(self, node: Node, called: str) -> Kind:
        """What a value of this schema is; a class or an alias that has no name of its own is `called` so."""
        found = self._document.followed(node)
        known = self._known.get(found.path)
        if known is not None:
            return known
        if found.path in self._reading:
            return self.give_up(found.path, "a schema that holds itself has to be an object")
        if found.path != node.path:
            called = self._own.get(found.path) or class_name(str(found.path[-1]))
        self._reading.add(found.path)
        try:
            kind = self._deeper(found, called)
        finally:
            self._reading.discard(found.path)
        self._known[found.path] = kind
        return kind

    def give_up(self, path: Path, said: str, mend: str = "") -> Kind:
        """Any JSON value, and why."""
        self.untyped.append(Finding(path, said, mend))
        return JSON

    def either(self, kinds: list[Kind], called: str, node: Node) -> Kind:
        """A value of one of these kinds; what is long to write is `called` so, or as its schema is, if that has a name.

        `node` is the schema, or what stands for it.
        """
        flat, null = _flattened(kinds)
        if JSON in flat:
            return JSON
        flat = tuple(self.short(each, f"{called}Option{at}") for at, each in enumerate(flat, 1))
        kind = self._alias(OneOf(flat), called, node) if len(flat) > 1 else flat[0] if flat else OneOf(())
        return Nullable(kind) if null else kind

    def short(self, kind: Kind, called: str) -> Kind:
        """The kind, or where it is long to write an alias that is `called` so."""
        if isinstance(kind, Nullable):
            return Nullable(self.short(kind.of, called))
        if length(kind) <= _LONGEST:
            return kind
        name = self._names.claim(class_name(called))
        self.aliases.append(Alias(name, kind))
        return Named(name)

    def classes(self) -> dict[str, tuple[Class, frozenset[str], frozenset[str]]]:
        """Every class that was met, its members read, with the fields that are readonly and those that are writeonly.

        Members may bring further classes.
        """
        found: dict[str, tuple[Class, frozenset[str], frozenset[str]]] = {}
        while self._waiting:
            waiting = self._waiting.popleft()
            try:
                found[waiting.name] = self._class(waiting)
            except FaultError as fault:
                self.findings.append(fault.finding)
        return found

    def _deeper(self, node: Node, called: str) -> Kind:
        if self._depth >= _DEEPEST:
            return self.give_up(node.path, "too many schemas stand inside one another here")
        self._depth += 1
        try:
            return self._read(node, called)
        finally:
            self._depth -= 1

    def _read(self, node: Node, called: str) -> Kind:
        if isinstance(node.value, bool):
            return JSON if node.value else self.give_up(node.path, "a schema that nothing fits")
        types, null = types_of(node)
        if null and not types and node.get("type") is not None:
            return NULL
        kind = self._without_null(node, types, called)
        return Nullable(kind) if null and not isinstance(kind, Nullable) and kind != JSON else kind

    def _without_null(self, node: Node, types: tuple[str, ...], called: str) -> Kind:
        simple = bool(types) and not {"object", "array"} & set(types)  # then parts and alternatives only narrow it
        if "allOf" in node.members() and not simple:
            single = of_all(node)
            return self._object(node, called) if single is None else self.kind(single, called)
        choices = [] if simple else alternatives(node)
        if choices and not has_members(node):
            return self.either([self.kind(each, f"{called}{at}") for at, each in choices], called, node)
        values = inferred(node)
        if values is not None:
            return self._choice(values, types, called, node)
        if len(types) > 1:
            return self.either([self._typed(node, each, called) for each in types], called, node)
        if not types:
            return self._typed(node, _unsaid(node), called)
        return self._typed(node, types[0], called)

    def _typed(self, node: Node, name: str, called: str) -> Kind:
        if name == "array":
            items = node.get("items")
            if node.get("prefixItems") is not None:
                return ListOf(self.give_up(node.path, "each element of this list has a type of its own"))
            return ListOf(JSON if items is None else self.kind(items, f"{called}Item"))
        if name == "object":
            return self._object(node, called)
        return primitive(node, name) or self.give_up(node.path, f"{name!r} is no type")

    def _object(self, node: Node, called: str) -> Kind:
        parts = merged(node, self._document)
        if parts.others:
            return self.give_up(parts.others[0], "this is no object, and one cannot be put together with it")
        for at in parts.alternatives:
            self.give_up(at, "these alternatives are left out: what they add are further members")
        if parts.members:
            name = self._own.get(node.path) or self._names.claim(class_name(called))
            self._waiting.append(_Waiting(name, parts))
            self._known[node.path] = Named(name)  # its own members may speak of it
            return Named(name)
        if parts.values is None:
            return MapOf(JSON)
        return MapOf(self.kind(parts.values, f"{called}Value"))

    def _class(self, waiting: _Waiting) -> tuple[Class, frozenset[str], frozenset[str]]:
        fields = _fields(waiting.parts.members)
        properties: list[Property] = []
        readonly: set[str] = set()
        writeonly: set[str] = set()
        for name, node in waiting.parts.members.items():
            field = fields[name]
            owner = self._own.get(node.path[:3]) or waiting.name  # where it is written, whoever else has it
            kind = self.kind(node, class_name(f"{owner} {name}"))
            said = node if isinstance(node.value, dict) else Node({}, node.path)
            needed = name in waiting.parts.required
            properties.append(Property(field, name, kind, needed, said.text("description")))
            for flag, flagged in (("readOnly", readonly), ("writeOnly", writeonly)):
                if said.flag(flag):
                    flagged.add(field)
        found = Class(waiting.name, tuple(properties), waiting.parts.open, waiting.parts.description)
        return found, frozenset(readonly), frozenset(writeonly)

    def _choice(self, values: list[object], types: tuple[str, ...], called: str, node: Node) -> Kind:
        kept = [each for each in values if isinstance(each, str | int | bool)]
        null = None in values
        if len(kept) + null < len(values):  # of floats, lists and objects Python has no Literal
            kind: Kind = self._typed(node, types[0], called) if len(types) == 1 else JSON
        elif kept:
            kind = self._alias(Choice(_once(kept)), called, node)
        else:
            return NULL if null else self.give_up(node.path, "no value is allowed here")
        return Nullable(kind) if null and kind != JSON else kind

    def _alias(self, kind: Choice | OneOf, called: str, node: Node) -> Kind:
        """The alias of a schema that has a name; of any other the kind itself, as far as it is short."""
        own = self._own.get(node.path)
        if not own:
            return self.short(kind, called)
        self.aliases.append(Alias(own, kind, node.text("description")))
        return Named(own)


def _fields(members: Iterable[str]) -> dict[str, str]:
    """The field of each member. What can keep its name does, so that no other member goes by it."""
    names = Names()
    kept = {name: names.claim(name) for name in members if field_name(name) == name}
    return {name: kept.get(name) or names.claim(field_name(name)) for name in members}


def _component_names(document: Document, names: Names) -> dict[Path, str]:
    """A name for each of `components.schemas`, whether it is used or not, so that another use renames none."""
    found = document.root
    for step in _SCHEMAS:
        inner = found.get(str(step)) if isinstance(found.value, Mapping) else None
        if inner is None:
            return {}
        found = inner
    return {node.path: names.claim(class_name(name)) for name, node in found.items()}


def _flattened(kinds: Iterable[Kind]) -> tuple[tuple[Kind, ...], bool]:
    """The kinds without those inside one another, each once; and whether null is one of them."""
    flat: dict[Kind, None] = {}
    null = False
    for kind in kinds:
        bare = kind.of if isinstance(kind, Nullable) else kind
        null = null or isinstance(kind, Nullable)
        flat |= dict.fromkeys(bare.of if isinstance(bare, OneOf) else (bare,))
    return tuple(flat), null


def _unsaid(node: Node) -> str:
    """The type that a schema without one means by what else it says."""
    members = node.members()
    if has_members(node) or "additionalProperties" in members or "patternProperties" in members:
        return "object"
    return "array" if "items" in members or "prefixItems" in members else ""


def _once(values: Iterable[str | int | bool]) -> tuple[str | int | bool, ...]:
    """Each value once; True is another one than 1."""
    return tuple({(type(each), each): each for each in values}.values())
