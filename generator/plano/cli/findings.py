"""Diagnostics on the terminal, and for programs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from plano.cli.registry import COMMANDS
from plano.diagnostics import text
from plano.diagnostics.model import Diagnostic, Severity

_COLUMNS = 80  # where no terminal says how many it has


def show(
    diagnostics: Iterable[Diagnostic],
    root: Path,
    to: TextIO | None = None,
    after: str | None = "",
    color: str = "auto",
) -> None:
    """Write findings for a person to `to` (stderr); behind them how many there are and `after`, unless it is None.

    Headlines, labels and help are wrapped to the terminal's width. `color` is `auto`, `always` or `never`.
    """
    to = to or sys.stderr
    found = tuple(diagnostics)
    commands = [name for _, name, _ in COMMANDS]
    width = shutil.get_terminal_size((_COLUMNS, 24)).columns
    to.write(text.render(found, _sources(found, root), colored(to, color), commands, width))
    if found and after is not None:
        to.write(text.summary(found, after) + "\n")


def show_form(form: str, diagnostics: Iterable[Diagnostic], root: Path) -> None:
    """Write findings for a program to stdout, in the form of that name, and nothing else. KeyError for another."""
    from plano.diagnostics.forms import render
    from plano.diagnostics.report import Report

    found = tuple(diagnostics)
    sys.stdout.write(render(form, Report(found, _sources(found, root), _pages(found))))


def colored(to: TextIO, wanted: str = "auto") -> bool:
    """Whether to write colour: as `wanted` says, else as the environment says, else where `to` is a terminal.

    NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) count where they are set and not empty; the first
    wins. A terminal that calls itself `dumb` gets none.
    """
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (to.isatty() and os.environ.get("TERM") != "dumb")


def strictly(diagnostics: Iterable[Diagnostic], strict: bool) -> tuple[Diagnostic, ...]:
    """The findings, warnings being errors where `strict`."""
    return tuple(
        replace(each, severity=Severity.ERROR) if strict and each.severity is Severity.WARNING else each
        for each in diagnostics
    )


def _sources(diagnostics: Iterable[Diagnostic], root: Path) -> dict[str, str]:
    """The texts of the files that findings name, as far as they can be read."""
    spans = [span for each in diagnostics for span in (each.span, *(related.span for related in each.related))]
    files = {span.file for span in spans if span is not None}
    return {file: source for file in files if (source := _source(root / file)) is not None}


def _source(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _pages(diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The pages of the codes that were found, as Markdown, as far as there are any."""
    from plano.pages import page

    pages = {code: page(code) for code in {each.code for each in diagnostics}}
    return {
        code: f"# {code}\n{found.summary}\n\n## Why\n{found.why}\n\n## Wrong\n{found.wrong}\n\n"
        f"## Right\n{found.right}\n\n## Accepting it\n{found.accepting}\n"
        for code, found in pages.items()
        if found is not None
    }
