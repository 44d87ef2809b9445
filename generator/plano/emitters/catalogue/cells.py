"""Free text as Markdown that reads back as just that text, in a paragraph and in a cell of a table.

Punctuation that Markdown could read stands behind a backslash; what a table or the end of a line could read stands as
a character reference, and a line break as `<br>`. Sources: CommonMark 0.31, "Backslash escapes" and "Entity and
numeric character references"; GitHub Flavored Markdown, "Tables".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from plano.emitters.literals import Code

_DOUBTFUL = re.compile(
    r"""(?P<markup>[`*_\[\]<>&~$]|\A[-+#]|(?<=\A\d)[.)]|(?<=\A\d\d)[.)])|[\\|\t\r\n]|\A | \Z|(?<= ) """
)
_ENDS = re.compile(r"\A[^\S ]|[^\S ]\Z")  # space that is not written as a reference; some of it has none
_PLAIN = re.compile(r"[A-Za-z0-9./_{}:?=*,@-]+")
_NOTHING = "<span></span>"  # shows nothing, and keeps the space beside it; a comment would begin a block of HTML


def text(value: str) -> Code:
    """`value` on one line of Markdown, line breaks and all."""
    guard = _NOTHING if _ENDS.search(value) else ""
    return Code(f"{guard}{_DOUBTFUL.sub(_written, value)}{guard}")


def code(value: str) -> Code:
    """A name or a path, as code where it is plain, else as text."""
    return Code(f"`{value}`") if _PLAIN.fullmatch(value) else text(value)


def listed(values: Iterable[str]) -> Code:
    """Names beside each other in one cell; empty where there are none."""
    return Code(", ".join(code(each) for each in values))


def _written(found: re.Match[str]) -> str:
    if found["markup"]:
        return f"\\{found[0]}"
    return "<br>" if found[0] == "\n" else f"&#{ord(found[0])};"
