"""A declarative pipeline as a tree of its statements: what stands before a brace, and what stands inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      |(?P<text>'''(?:\\.|(?!''').)*'''|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
      |(?P<open>[(\[])|(?P<close>[)\]])|(?P<begin>\{)|(?P<end>\})|(?P<break>[\n;])|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class NotAPipelineError(Exception):
    """Braces or brackets that do not match."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`head` is all before the brace, or the whole statement; `body` is None where it has no brace."""

    head: str
    body: tuple[Statement, ...] | None = None

    @property
    def name(self) -> str:
        """Its first word."""
        found = re.match(r"[A-Za-z_][\w.]*", self.head)
        return found[0] if found else ""

    @property
    def argument(self) -> str:
        """The first text in quotes, as Groovy reads it; empty without."""
        found = re.search(
            r"'''(?:\\\n)?(?P<long>(?:\\.|(?!''').)*)'''|'(?P<short>(?:\\.|[^'\\])*)'", self.head, re.DOTALL
        )
        if found is None:
            return ""
        text = found["long"] if found["long"] is not None else found["short"]
        return re.sub(r"\\u([0-9a-f]{4})|\\(.)", lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)

    def all(self) -> Iterator[Statement]:
        """Itself, and every statement inside of it."""
        yield self
        for each in self.body or ():
            yield from each.all()

    def inside(self, name: str) -> tuple[Statement, ...]:
        """The statements of that name directly inside."""
        return tuple(each for each in self.body or () if each.name == name)


def parsed(text: str) -> tuple[Statement, ...]:
    """The statements of a Jenkinsfile. NotAPipelineError where its braces do not match."""
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(text)]
    statements, rest = _statements(tokens, 0, inside=False)
    if rest != len(tokens):
        raise NotAPipelineError("a brace too many at the end")
    return statements


def _statements(tokens: list[tuple[str, str]], at: int, *, inside: bool) -> tuple[tuple[Statement, ...], int]:
    found: list[Statement] = []
    head, depth = "", 0

    def ended() -> None:
        nonlocal head
        if head.strip():
            found.append(Statement(head.strip()))
        head = ""

    while at < len(tokens):
        kind, text = tokens[at]
        at += 1
        if kind == "begin" and not depth:
            body, at = _statements(tokens, at, inside=True)
            found.append(Statement(head.strip(), body))
            head = ""
        elif kind == "end" and not depth:
            if not inside:
                raise NotAPipelineError("a brace closes that none opened")
            ended()
            return tuple(found), at
        elif kind == "break" and not depth:
            ended()
        elif kind != "comment":
            depth += {"open": 1, "close": -1}.get(kind, 0)
            head += text
    if inside or depth:
        raise NotAPipelineError("a brace or bracket is not closed")
    ended()
    return tuple(found), at
