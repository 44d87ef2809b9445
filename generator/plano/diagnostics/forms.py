"""The forms in which findings are given to programs. Adding one is a file of its name beside this one and a line here.

A form's file offers `render(report)`, which gives the whole text. It is imported only when it is asked for,
and so this module imports none of them.
"""

from __future__ import annotations

import importlib
from typing import Protocol

from plano.diagnostics.report import Report

FORMS: tuple[tuple[str, str], ...] = (
    ("json", "one array of objects"),
    ("jsonl", "one object a line"),
    ("github", "annotations of GitHub Actions"),
    ("gitlab", "a GitLab Code Quality report"),
    ("sarif", "SARIF 2.1.0, for code scanning"),
    ("junit", "JUnit XML, for a CI system's list of tests"),
)


class Renderer(Protocol):
    """What each form's file offers."""

    def __call__(self, report: Report) -> str: ...


def names() -> tuple[str, ...]:
    """The names of the forms, in the order of the help."""
    return tuple(name for name, _ in FORMS)


def overview() -> str:
    """Every form and what it is, for a help text."""
    return "; ".join(f"{name}: {what}" for name, what in FORMS)


def render(form: str, report: Report) -> str:
    """The findings in the form of that name. KeyError where there is none.

    It ends with a newline, or is empty in a form of lines without a finding.
    """
    if form not in names():
        raise KeyError(form)
    renderer: Renderer = importlib.import_module(f"plano.diagnostics.{form}").render
    return renderer(report)
