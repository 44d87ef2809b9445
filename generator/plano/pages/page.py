"""One page of `plano explain`, and the one form that its Markdown may have."""

from __future__ import annotations

import re
from dataclasses import dataclass

SECTIONS = ("Why", "Wrong", "Right", "Accepting it")

_TITLE = re.compile(r"# ([a-z0-9]+(?:-[a-z0-9]+)*|[A-Z0-9]+(?:_[A-Z0-9]+)*)\Z")
_FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.M | re.S)
_LONGEST_SUMMARY = 100  # characters, so that `--list` has one line for each


class PageError(ValueError):
    """A page that has not the one form."""


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to know about one code. The sections are Markdown, without their headings."""

    code: str
    summary: str
    why: str
    wrong: str
    right: str
    accepting: str

    @property
    def severity(self) -> str:
        """`error`, `warning` or `note`: the gravest that a finding with this code can have."""
        for opening, severity in (
            ("It cannot be accepted, though it is a warning", "warning"),
            ("It cannot be accepted", "error"),
            ("As an error it cannot be accepted", "error"),
            ("It needs no accepting", "note"),
        ):
            if self.accepting.startswith(opening):
                return severity
        return "warning"


def parse(text: str) -> Page:
    """The page in `text`. PageError, with what is wrong, where it has another form than all pages have."""
    head, *rest = re.split(r"^## ", text, flags=re.M)
    lines = head.rstrip("\n").split("\n")
    title = _TITLE.match(lines[0])
    if title is None:
        raise PageError(f"the first line is '# code', not {lines[0]!r}")
    code = title[1]
    if len(lines) != 2 or not lines[1].endswith(".") or len(lines[1]) > _LONGEST_SUMMARY:
        raise PageError(f"{code}: one sentence of at most {_LONGEST_SUMMARY} characters follows the title")
    names, bodies = zip(*(section.partition("\n")[::2] for section in rest), strict=True) if rest else ((), ())
    if names != SECTIONS:
        raise PageError(f"{code}: the sections are {', '.join(SECTIONS)}, in this order, not {', '.join(names)}")
    why, wrong, right, accepting = (body.strip("\n") for body in bodies)
    for name, body in zip(SECTIONS, (why, wrong, right, accepting), strict=True):
        if not body.strip() or body.count("```") % 2:
            raise PageError(f"{code}: the section {name!r} is empty, or has a fence that does not end")
    return Page(code, lines[1], why, wrong, right, accepting)


def fragment(section: str) -> str | None:
    """The YAML between ```yaml and ``` in a section; None where it has none.

    PageError where it has several: what a page shows is one blueprint.
    """
    found = _FENCE.findall(section)
    if len(found) > 1:
        raise PageError("a section shows one blueprint")
    return str(found[0]) if found else None
