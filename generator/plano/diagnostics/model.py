"""One diagnostic, from which every form of output is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs. Only `ERROR` changes an exit code."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of one file. Lines and columns count from 1 in code points; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that helps to understand a finding, with a label of its own."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` with `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding.

    `safe` only where they cannot change what the author meant: `plano fix` applies those without asking. A guess,
    however good, is not; an editor may offer it. Whoever makes a fix must answer that, so there is no default.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding: what is wrong (`message`), where (`span`), why (`label`), and what to do (`help`, `fix`).

    `code` is stable and has a page (`plano explain CODE`). `subject` is what `accept` names,
    for example ``service payments``. `label` stands beside the caret; `span` is None only where
    there is no place in any file (a missing file, a tool that is absent).
    """

    code: str
    severity: Severity
    message: str
    span: Span | None
    label: str = ""
    help: str = ""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    subject: str = ""
