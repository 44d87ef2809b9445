"""Diagnostics on the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from plano.cli.registry import COMMANDS
from plano.diagnostics import json, text
from plano.diagnostics.model import Diagnostic, Severity


def show(diagnostics: Iterable[Diagnostic], root: Path, to: TextIO | None = None, after: str | None = "") -> None:
    """Write findings for a person to `to` (stderr); behind them how many there are and `after`, unless it is None."""
    to = to or sys.stderr
    found = tuple(diagnostics)
    sources = {file: source for file in _files(found) if (source := _source(root / file)) is not None}
    color = to.isatty() and "NO_COLOR" not in os.environ
    commands = [name for _, name, _ in COMMANDS]
    to.write(text.render(found, sources, color, commands))
    if found and after is not None:
        to.write(text.summary(found, after) + "\n")


def show_json(diagnostics: Iterable[Diagnostic]) -> None:
    """Write findings for a program to stdout."""
    sys.stdout.write(json.render(diagnostics))


def strictly(diagnostics: Iterable[Diagnostic], strict: bool) -> tuple[Diagnostic, ...]:
    """The findings, warnings being errors where `strict`."""
    return tuple(
        replace(each, severity=Severity.ERROR) if strict and each.severity is Severity.WARNING else each
        for each in diagnostics
    )


def _files(diagnostics: Iterable[Diagnostic]) -> set[str]:
    spans = [span for each in diagnostics for span in (each.span, *(related.span for related in each.related))]
    return {span.file for span in spans if span is not None}


def _source(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
