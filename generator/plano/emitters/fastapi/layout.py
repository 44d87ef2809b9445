"""Python expressions as ruff lays them out: on one line where they fit, else one item a line.

An expression is its text on one line. Those that can also stand on several lines know the parts that they are made of.
"""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 120

Node = str


class Group(str):
    """Something in brackets: `head` and the opening bracket, items, the closing bracket."""

    __slots__ = ("brackets", "head", "items")

    head: str
    items: tuple[Node, ...]
    brackets: str


class Named(str):
    """An argument by its name, whose value can be broken."""

    __slots__ = ("name", "value")

    name: str
    value: Node


class Union(str):
    """An annotation that also allows None, or the other types that are named."""

    __slots__ = ("of", "others")

    of: Node
    others: tuple[str, ...]


class Parameter(str):
    """`name: annotation = default` in a function's first line, whose annotation can be broken."""

    __slots__ = ("annotation", "default", "name")

    name: str
    annotation: Node
    default: Node | None


def group(items: tuple[Node, ...], brackets: str = "()", head: str = "") -> Group:
    """`(items)`, or what else the brackets make of them; a tuple of one item has a comma."""
    lone = "," if len(items) == 1 and not head and brackets == "()" else ""
    made = Group(f"{head}{brackets[0]}{', '.join(items)}{lone}{brackets[1]}")
    made.head, made.items, made.brackets = head, items, brackets
    return made


def call(head: str, *items: Node) -> Group:
    """`head(items)`."""
    made = Group(f"{head}({', '.join(items)})")
    made.head, made.items, made.brackets = head, items, "()"
    return made


def index(head: str, *items: Node) -> Group:
    """`head[items]`."""
    made = Group(f"{head}[{', '.join(items)}]")
    made.head, made.items, made.brackets = head, items, "[]"
    return made


def named(name: str, value: Node) -> Node:
    """`name=value`."""
    written = f"{name}={value}"
    if type(value) is str:  # most are, and stay on one line
        return written
    made = Named(written)
    made.name, made.value = name, value
    return made


def union(of: Node, *others: str) -> Union:
    """`of | None`, or with the other types that are named."""
    others = others or ("None",)
    made = Union(f"{of} | {' | '.join(others)}")
    made.of, made.others = of, others
    return made


def parameter(name: str, annotation: Node, default: Node | None = None) -> Node:
    """`name: annotation`, or with ` = default`."""
    written = f"{name}: {annotation}" if default is None else f"{name}: {annotation} = {default}"
    if type(annotation) is str:
        return written
    made = Parameter(written)
    made.name, made.annotation, made.default = name, annotation, default
    return made


def laid(node: Node, indent: int, before: int = 0, after: int = 0) -> str:
    """The expression as it stands `indent` spaces in, with `before` and `after` characters beside it on its lines."""
    if indent + before + len(node) + after <= WIDTH:
        return node
    match node:
        case Group():
            return _exploded(node, indent)
        case Named():
            return f"{node.name}={laid(node.value, indent, before + len(node.name) + 1, after)}"
        case Union():
            return f"\n{' ' * indent}| ".join((_broken(node.of, indent), *node.others))
        case Parameter(annotation=annotation):
            end = "" if node.default is None else f" = {node.default}"
            if not isinstance(annotation, Group):
                return f"{node.name}: {laid(annotation, indent, len(node.name) + 2, len(end) + 1)}{end}"
            return f"{node.name}: {_exploded(annotation, indent)}{end}"
        case _:
            return node


def _broken(node: Node, indent: int) -> str:
    """What stands in brackets on several lines, even where one would do."""
    return _exploded(node, indent) if isinstance(node, Group) else node


def _exploded(of: Group, indent: int) -> str:
    """One item a line; a lone item of a subscript has no comma behind it, since it would become a tuple."""
    if not of.items:
        return of
    inner = indent + 4
    room = WIDTH - inner - 1
    margin = "\n" + " " * inner
    comma = "" if of.brackets == "[]" and of.head and len(of.items) == 1 else ","
    lines = [item if len(item) <= room else laid(item, inner, after=1) for item in of.items]
    return f"{of.head}{of.brackets[0]}{margin}{f',{margin}'.join(lines)}{comma}\n{' ' * indent}{of.brackets[1]}"


def statement(name: str, annotation: Node | None, value: Node | None, indent: int) -> str:
    """`name: annotation = value`, `indent` spaces in; the first line comes without its indent."""
    before = name if annotation is None else f"{name}: {annotation}"
    written = before if value is None else f"{before} = {value}"
    if indent + len(written) <= WIDTH:
        return written
    if value is None:
        return before if annotation is None else f"{name}: {laid(annotation, indent, len(name) + 2)}"
    if annotation is None:
        return f"{name} = {laid(value, indent, len(name) + 3)}"
    opening = len(value.head) + 1 if isinstance(value, Group) else len(value)
    if indent + len(before) + 3 + opening <= WIDTH:
        return f"{before} = {laid(value, indent, len(before) + 3)}"
    if isinstance(annotation, Union):
        inner = " " * (indent + 4)
        broken = f"(\n{inner}{laid(annotation, indent + 4, WIDTH)}\n{' ' * indent})"
    else:
        broken = _broken(annotation, indent)
    return f"{name}: {broken} = {laid(value, indent, 4)}"


def signature(head: str, items: Sequence[Node], tail: str, indent: int) -> str:
    """`head(items)tail`, such as a function's first line."""
    written = f"{head}({', '.join(items)}){tail}"
    return written if indent + len(written) <= WIDTH else f"{_exploded(call(head, *items), indent)}{tail}"
