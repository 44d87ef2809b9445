"""Python expressions as ruff lays them out: on one line where they fit, else one item a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 120


@dataclass(frozen=True, slots=True)
class Group:
    """Something in brackets: `head` and the opening bracket, items, the closing bracket."""

    head: str
    items: tuple[Node, ...]
    brackets: str = "()"

    @property
    def comma(self) -> str:
        """The comma behind the last item; a lone item of a subscript has none, since it would become a tuple."""
        return "" if self.brackets == "[]" and self.head and len(self.items) == 1 else ","


@dataclass(frozen=True, slots=True)
class Named:
    """An argument by its name."""

    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Union:
    """An annotation that also allows None, or the other types that are named."""

    of: Node
    others: tuple[str, ...] = ("None",)


@dataclass(frozen=True, slots=True)
class Parameter:
    """`name: annotation = default` in a function's first line."""

    name: str
    annotation: Node
    default: Node | None = None


Node = str | Group | Named | Union | Parameter


def call(head: str, *items: Node | None) -> Group:
    """`head(items)`, without those that are None."""
    return Group(head, tuple(item for item in items if item is not None))


def index(head: str, *items: Node) -> Group:
    """`head[items]`."""
    return Group(head, items, "[]")


def flat(node: Node) -> str:
    """The expression on one line."""
    if isinstance(node, str):  # most are
        return node
    match node:
        case Named(name, value):
            return f"{name}={flat(value)}"
        case Union(of, others):
            return " | ".join((flat(of), *others))
        case Parameter(name, annotation, default):
            return f"{name}: {flat(annotation)}" + ("" if default is None else f" = {flat(default)}")
        case Group(head, items, brackets):
            lone = "," if not head and brackets == "()" and len(items) == 1 else ""
            return f"{head}{brackets[0]}{', '.join(map(flat, items))}{lone}{brackets[1]}"


def laid(node: Node, indent: int, before: int = 0, after: int = 0) -> str:
    """The expression as it stands `indent` spaces in, with `before` and `after` characters beside it on its lines."""
    written = flat(node)
    if indent + before + len(written) + after <= WIDTH:
        return written
    match node:
        case Named(name, value):
            return f"{name}={laid(value, indent, before + len(name) + 1, after)}"
        case Union(of, others):
            first = _exploded(of, indent) if isinstance(of, Group) else flat(of)
            return f"\n{' ' * indent}| ".join((first, *others))
        case Parameter(name, annotation, default):
            end = "" if default is None else f" = {flat(default)}"
            broken = _exploded(annotation, indent) if isinstance(annotation, Group) else None
            return f"{name}: {broken or laid(annotation, indent, len(name) + 2, len(end) + 1)}{end}"
        case Group() if node.items:
            return _exploded(node, indent)
        case _:
            return written


def _exploded(group: Group, indent: int) -> str:
    inner = indent + 4
    comma = group.comma
    last = len(group.items) - 1
    lines = [
        " " * inner + laid(item, inner, after=1) + ("," if number < last else comma)
        for number, item in enumerate(group.items)
    ]
    return "\n".join([group.head + group.brackets[0], *lines, " " * indent + group.brackets[1]])


def statement(name: str, annotation: Node | None, value: Node | None, indent: int) -> str:
    """`name: annotation = value`, `indent` spaces in; the first line comes without its indent."""
    before = name if annotation is None else f"{name}: {flat(annotation)}"
    if value is None:
        return before if annotation is None else f"{name}: {laid(annotation, indent, len(name) + 2)}"
    if annotation is None:
        return f"{name} = {laid(value, indent, len(name) + 3)}"
    opening = len(value.head) + 1 if isinstance(value, Group) else len(flat(value))
    if indent + len(before) + 3 + opening <= WIDTH:
        return f"{before} = {laid(value, indent, len(before) + 3)}"
    if isinstance(annotation, Union):
        inner = " " * (indent + 4)
        broken = f"(\n{inner}{laid(annotation, indent + 4, WIDTH)}\n{' ' * indent})"
    else:
        broken = _exploded(annotation, indent) if isinstance(annotation, Group) else flat(annotation)
    return f"{name}: {broken} = {laid(value, indent, 4)}"


def signature(head: str, items: Iterable[Node], tail: str, indent: int) -> str:
    """`head(items)tail`, such as a function's first line."""
    group = Group(head, tuple(items))
    written = flat(group) + tail
    return written if indent + len(written) <= WIDTH else _exploded(group, indent) + tail
