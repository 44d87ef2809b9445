"""A Markdown page as a viewer reads it: markdown-it, with GitHub's tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_SHOWN = {"<br>": "\n", "<span>": "", "</span>": ""}


@dataclass(frozen=True, slots=True)
class Read:
    """The tables by their heading, each a list of rows with the header first; paragraphs; and fences by language."""

    tables: dict[str, list[list[str]]]
    paragraphs: list[str]
    fences: dict[str, str]


def read(page: str) -> Read:
    """Raises ValueError where a text is read as markup: emphasis, a link, HTML."""
    tables: dict[str, list[list[str]]] = {}
    paragraphs: list[str] = []
    fences: dict[str, str] = {}
    heading, before = "", ""
    for token in MarkdownIt("commonmark").enable("table").parse(page):
        if token.type == "inline" and before == "heading_open":
            heading = shown(token.children or [])
        elif token.type == "tr_open":
            tables.setdefault(heading, []).append([])
        elif token.type == "inline" and before in ("th_open", "td_open"):
            tables[heading][-1].append(shown(token.children or []))
        elif token.type == "inline":
            paragraphs.append(shown(token.children or []))
        elif token.type == "fence":
            fences[token.info] = token.content
        elif token.type in ("html_block", "code_block", "hr", "list_item_open", "blockquote_open"):
            raise ValueError(f"{token.type}: {token.content[:60]!r}")
        before = token.type
    return Read(tables, paragraphs, fences)


def texts(page: str) -> list[str]:
    """Every text of the page: its cells and its paragraphs."""
    found = read(page)
    return [*found.paragraphs, *(cell for rows in found.tables.values() for row in rows for cell in row)]


def shown(tokens: Sequence[Token]) -> str:
    """The text of one paragraph, heading or cell."""
    return "".join(_pieces(tokens))


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "text_special":
                yield token.content
            case "softbreak":
                yield "\n"
            case "html_inline" if token.content in _SHOWN:
                yield _SHOWN[token.content]
            case _:
                raise ValueError(f"a text is read as {token.type}: {token.content[:60]!r}")
