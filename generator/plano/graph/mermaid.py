"""How Mermaid is written: identifiers, labels, nodes, edges, subgraphs, and what its viewers refuse by default.

Every label is a quoted text whose doubtful characters are Mermaid's entity codes (`#quot;`, `#35;`), so that free
text shows as it was written and is never read as syntax, HTML or Markdown. Sources: the flowchart syntax page of
Mermaid's documentation, and `encodeEntities` and `preprocessDiagram` of its version 11.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Shape = Literal["box", "round", "stadium", "cylinder", "hexagon", "circle", "frame"]
Line = Literal["solid", "dashed", "plain"]
Direction = Literal["LR", "TB"]

# `maxTextSize` and `maxEdges` of Mermaid's default configuration, which a picture itself cannot raise.
MOST_CHARACTERS = 50_000
MOST_EDGES = 500

_SHAPES: dict[Shape, tuple[str, str]] = {
    "box": ("[", "]"),
    "round": ("(", ")"),
    "stadium": ("([", "])"),
    "cylinder": ("[(", ")]"),
    "hexagon": ("{{", "}}"),
    "circle": ("((", "))"),
    "frame": ("[[", "]]"),
}
_LINES: dict[Line, str] = {"solid": "-->", "dashed": "-.->", "plain": "---"}
_EDGE = re.compile(r"^ *\w+ (?:-->|-\.->|---)", re.MULTILINE)

# A run of separators in a name; one `-` or one `.` has a short form, all else is written by its code points.
_RUNS = re.compile(r"style|[^a-z0-9]+")
_SHORT = {"-": "_", ".": "__"}

# One line per reason: what Mermaid still reads after it decoded a label (formulas, icons, its own marks for codes);
# what is never plain; what Markdown reads in a place of its own (the start of a list, emphasis, an address); and the
# two words after which Mermaid takes a `;` away from the line, entity codes included.
_DOUBTFUL = re.compile(
    r"""(?P<parted>\$(?=\$)|:(?=fa-)|ﬂ(?=°)|¶(?=ß))"""
    r"""|[\x00-\x08\x0b-\x1f\x7f"#$%&*;<=>@\[\\\]^`|~\u2028\u2029ﬂ¶]"""
    r"""|(?m:^)[-+]|(?m:(?<=^\d)|(?<=^\d\d)|(?<=^\d\d\d))[.)](?=\s|\Z)"""
    r"""|(?<![^\W_])_|_(?![^\W_])|:(?=/)|(?<=www)\."""
    r"""|s(?=tyle)|c(?=lassDef)"""
)
_WORD_JOINER = "#8288;"  # has no width, and keeps apart what would be read together


def identifier(kind: str, name: str) -> str:
    """An identifier of letters, digits and `_` that two different names of a kind never share.

    `topic`, `orders.placed` is `topic_orders__placed`; `topic`, `orders-placed` is `topic_orders_placed`.
    """
    return f"{kind}_{_RUNS.sub(lambda run: _SHORT.get(run[0]) or _coded(run[0]), name)}"


def label(*lines: str) -> str:
    """Lines of free text as one quoted label. Lines that are empty are left out, and space around them."""
    text = "\n".join(stripped for line in lines if (stripped := _newlines(line).strip(" \t\n")))
    return f'"{_DOUBTFUL.sub(_entity, text).replace(chr(10), "<br/>") or " "}"'


def node(identity: str, shape: Shape, *lines: str) -> str:
    """A node with its label."""
    before, behind = _SHAPES[shape]
    return f"{identity}{before}{label(*lines)}{behind}"


def edge(start: str, end: str, *lines: str, line: Line = "solid") -> str:
    """An edge, with a label where there are `lines`."""
    told = f"|{label(*lines)}|" if lines else ""
    return f"{start} {_LINES[line]}{told} {end}"


def subgraph(identity: str, title: str, inner: Iterable[str]) -> list[str]:
    """A titled group of lines; nothing at all where there are none."""
    lines = [f"  {each}" for each in inner]
    return [f"subgraph {identity}[{label(title)}]", *lines, "end"] if lines else []


def picture(direction: Direction, title: str, description: str, lines: Iterable[str]) -> str:
    """A whole picture. Title and description are for screen readers: plain words, one line each."""
    about = [f"accTitle: {title}", f"accDescr: {description}"]
    return "\n".join([f"flowchart {direction}", *(f"  {each}" for each in (*about, *lines))]) + "\n"


def refused(text: str) -> tuple[str, ...]:
    """What of a picture a viewer with Mermaid's default configuration refuses, a sentence each."""
    found = []
    edges = len(_EDGE.findall(text))
    if len(text) > MOST_CHARACTERS:
        found.append(_beyond(len(text), "characters", MOST_CHARACTERS, "maxTextSize"))
    if edges > MOST_EDGES:
        found.append(_beyond(edges, "edges", MOST_EDGES, "maxEdges"))
    return tuple(found)


def _beyond(has: int, what: str, most: int, setting: str) -> str:
    return f"This picture has {has} {what}; Mermaid draws up to {most}. Raise '{setting}' where you show it."


def _coded(run: str) -> str:
    return "".join(f"X{ord(char):X}X" for char in run)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _entity(found: re.Match[str]) -> str:
    code = "#quot;" if found[0] == '"' else f"#{ord(found[0])};"
    return code + _WORD_JOINER if found["parted"] else code
