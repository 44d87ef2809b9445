"""The forms that there are, and what all of them promise."""

from __future__ import annotations

import subprocess
import sys

import pytest

from plano.diagnostics.forms import FORMS, names, overview, render
from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.report import Report
from tests.diagnostics.samples import ALL

HOSTILE = Diagnostic(
    "some-code", Severity.ERROR, "a\ud800\0\x1b[2J", Span("\udfff", 1, 1, 2, 1), "\r", "%0A", subject="<"
)


def test_the_forms_are_these() -> None:
    assert names() == ("json", "jsonl", "github", "gitlab", "sarif", "junit")
    assert all(f"{name}: {what}" in overview() for name, what in FORMS)


@pytest.mark.parametrize("form", names())
def test_a_form_is_the_same_in_each_run_and_ends_its_last_line(form: str) -> None:
    assert render(form, ALL) == render(form, ALL)
    assert render(form, ALL).endswith("\n")


@pytest.mark.parametrize("form", names())
def test_no_text_keeps_a_form_from_being_written_to_a_file(form: str) -> None:
    assert render(form, Report((HOSTILE,), {"\udfff": "\ud800"})).encode("utf-8")


def test_another_name_is_refused() -> None:
    with pytest.raises(KeyError):
        render("model", ALL)


def test_naming_the_forms_imports_none_of_them() -> None:
    said = "import sys; from plano.diagnostics.forms import overview; overview(); print([*sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert "'plano.diagnostics.forms'" in done.stdout
    assert "'plano.diagnostics.sarif'" not in done.stdout
