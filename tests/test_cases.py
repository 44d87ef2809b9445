"""Each folder under `cases` is a blueprint and, in `stderr.txt`, exactly what is said about it.

`pytest --update` writes what is said now; the diff is then there to be read.
"""

from __future__ import annotations

import datetime
import importlib
import os
import pkgutil
import re
from pathlib import Path

import pytest

from plano import rules
from plano.diagnostics.text import render, summary
from plano.language.load import load_file
from plano.pipeline import check_loaded

CASES = Path(__file__).parent / "cases"
REFERENCE = Path(__file__).parent.parent / "blueprint.yaml"
READER = {
    "bad-access", "bad-character", "bad-choice", "bad-default", "bad-field", "bad-name", "bad-path", "bad-pattern",
    "bad-type", "bad-value", "duplicate-key", "empty-blueprint", "empty-value", "key-of-another-kind", "missing-key",
    "newer-language", "older-language", "out-of-range", "text-too-long", "too-deep", "unknown-key", "wrong-type",
    "yaml-alias", "yaml-anchor", "yaml-directive", "yaml-documents", "yaml-merge", "yaml-syntax", "yaml-tag",
}  # fmt: skip


def said_about(path: Path) -> str:
    """All findings on the blueprint at `path` on a day of 2026, as a terminal without colour shows them."""
    found = [
        each
        for each in check_loaded(load_file(path, "blueprint.yaml"), datetime.date(2026, 1, 31)).diagnostics
        if each.code != "not-emitted"
    ]
    text = path.read_bytes().decode("utf-8", "replace")
    line = summary(found)
    return render(found, {"blueprint.yaml": text}) + (line + "\n" if line else "")


@pytest.mark.parametrize("case", sorted(folder.name for folder in CASES.iterdir()))
def test_a_blueprint_is_answered_in_these_words(case: str) -> None:
    expected = CASES / case / "stderr.txt"
    said = said_about(CASES / case / "blueprint.yaml")
    if os.environ.get("PLANO_UPDATE_CASES"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_the_reference_blueprint_has_no_fault() -> None:
    assert said_about(REFERENCE) == ""


def test_every_code_has_a_case() -> None:
    codes = set(READER)
    for module in pkgutil.iter_modules(rules.__path__):
        loaded = importlib.import_module(f"plano.rules.{module.name}")
        codes |= {value for name, value in vars(loaded).items() if name in CODE_NAMES and isinstance(value, str)}
    codes.discard("not-emitted")  # a note, which needs to be told what is emitted: tests/language has it
    seen = re.findall(
        r"^\w+\[([a-z0-9-]+)\]", "\n".join(said.read_text("utf-8") for said in CASES.glob("*/stderr.txt")), re.M
    )
    assert codes - set(seen) == set()


CODE_NAMES = ("CODE", "UNCONSUMED", "OWNER", "NOT_AN_ID", "ROLES", "ENTITIES", "CALL", "SECRET", "WITHOUT")
