"""Objects: the members that `allOf` puts together, and the alternatives of `oneOf` and `anyOf`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plano.externals.document import Document, FaultError, Node
from plano.language.places import Path

_SAYS_NOTHING = frozenset({
    "title", "description", "example", "examples", "default", "deprecated", "nullable", "readOnly", "writeOnly",
    "externalDocs", "xml",
})  # fmt: skip
_DEEPEST = 60


@dataclass(slots=True)
class Merged:
    """What an object has: members by their names, which of them must be there, and of which kind all others are.

    `alternatives` are the parts that say more than members, `others` those that are no objects.
    """

    members: dict[str, Node] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    values: Node | None = None
    open: bool = False
    description: str = ""
    alternatives: list[Path] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)


def merged(node: Node, document: Document) -> Merged:
    """The object that this schema describes with all of its parts; FaultError where it is a part of itself."""
    found = Merged(description=node.text("description"))
    _merge(node, document, found, ())
    return found


def of_all(node: Node) -> Node | None:
    """The one schema that an `allOf` only wraps, with nothing beside it that counts; None where it is not so."""
    parts = [each for each in _listed(node, "allOf") if isinstance(each.value, dict) and _says_more(each)]
    beside = node.members().keys() - {"allOf"} - _SAYS_NOTHING
    alone = len(parts) == 1 and all(each.startswith("x-") or each == "type" for each in beside)
    return parts[0] if alone else None


def has_members(node: Node) -> bool:
    """Whether a schema names members of an object."""
    found = node.get("properties")
    return found is not None and bool(found.members())


def alternatives(node: Node) -> list[tuple[str, Node]]:
    """The schemas of which a value fits one, each with a word that no other has; empty where there are none.

    What only tells which members are required is no alternative; what tells nothing is one that anything fits.
    """
    found = [*_listed(node, "oneOf"), *_listed(node, "anyOf")]
    typed = [each for each in found if each.value is True or (isinstance(each.value, dict) and not _only_needs(each))]
    return [(f"Option{at}", each) for at, each in enumerate(typed, 1)]


def _only_needs(node: Node) -> bool:
    return "required" in node.members() and not _says_more(node)


def _says_more(node: Node) -> bool:
    """Whether a schema tells of what kind a value is."""
    return bool(node.members().keys() - _SAYS_NOTHING - {"required"})


def _merge(node: Node, document: Document, into: Merged, inside: tuple[Path, ...]) -> None:
    node = document.followed(node)
    if node.path in inside:
        raise FaultError(node.path, "this schema is a part of itself", "take one of the 'allOf' out of the circle")
    if len(inside) >= _DEEPEST:
        raise FaultError(node.path, f"more than {_DEEPEST} parts stand inside one another")
    if isinstance(node.value, bool):
        return
    for part in _listed(node, "allOf"):
        _merge(part, document, into, (*inside, node.path))
    is_base = bool(inside) and has_members(node)  # it may list the objects that are made of it
    if alternatives(node) and not is_base:
        into.alternatives.append(node.path)
        into.open = True
    if not _is_object(node):
        into.others.append(node.path)
    members = node.get("properties")
    into.members |= dict(members.items()) if members is not None else {}
    required = node.get("required")
    if required is not None and isinstance(required.value, list):  # 'required: true' of a property is an old habit
        into.required |= {str(each.value) for each in required.elements()}
    _others(node, into)


def _is_object(node: Node) -> bool:
    members = node.members()
    written = members.get("type")
    types = written if isinstance(written, list) else [written]
    return ("object" in types or written is None) and "enum" not in members and "const" not in members


def _others(node: Node, into: Merged) -> None:
    """What an object may have beside the members that are named."""
    others = node.get("additionalProperties")
    if others is not None and others.value is not False:
        into.open = True
        into.values = others if isinstance(others.value, dict) and others.value else into.values
    elif node.get("patternProperties") is not None:
        into.open = True


def _listed(node: Node, key: str) -> Iterator[Node]:
    found = node.get(key)
    if found is not None:
        yield from found.elements()
