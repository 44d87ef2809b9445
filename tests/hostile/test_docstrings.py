"""A docstring holds its text to the last space, and no formatter takes any of it away."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from plano.emitters.literals import docstring, exact_docstring
from tests.hostile.test_arrival import TEXTS
from tests.hostile.texts import BODY, FIRST, LAST

ENDS = [f"{first}text{last}" for first in FIRST for last in LAST]
ODD = [" ", "\n", '"', '"""', "\\", "\\\\ ", '" "', "a\n  b\nc\n", "a\n\n\tb\n", "a \nb\n", "a\nb", "a\n\nb\n", BODY]


def module(texts: list[str]) -> str:
    """A class whose fields have these texts as docstrings, and below it a function for each."""
    fields = "".join(f"    field_{number} = 1\n    {exact_docstring(text, 4)}\n" for number, text in enumerate(texts))
    functions = [f"\n\ndef f_{number}():\n    {exact_docstring(text, 4)}\n" for number, text in enumerate(texts)]
    return f'"""Docstrings."""\n\n\nclass Row:\n    """A row."""\n\n{fields}{"".join(functions)}'


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_docstring_reads_back_as_its_text(text: str) -> None:
    for indent in (0, 4):
        assert ast.literal_eval(exact_docstring(text, indent)) == text


def test_ruff_formats_no_docstring_otherwise(tmp_path: Path) -> None:
    written = [module([*ENDS, *ODD]), *(f"{exact_docstring(text)}\n\nvalue = 1\n" for text in ODD)]
    for number, source in enumerate(written):
        (tmp_path / f"m{number}.py").write_bytes(source.encode())
    command = [sys.executable, "-m", "ruff", "format", "--no-cache", "--isolated", "--line-length=120", "--diff"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("text", "indent", "written"),
    [
        ("What there is to read.", 4, '"""What there is to read."""'),
        ("What there is.\n\nAnd more.\n", 0, '"""What there is.\n\nAnd more.\n"""'),
        ("What there is.\n", 4, '"""What there is.\\n"""'),
        ("What there is.\n\nAnd more.", 4, '"""What there is.\\n\\nAnd more."""'),
        (' say "so" ', 4, '"""\\x20say "so"\\x20"""'),
    ],
    ids=["one line", "a module's paragraphs", "a field's line end", "a field's paragraphs", "outer spaces"],
)
def test_a_person_reads_the_text_as_it_was_written_where_nothing_is_lost(text: str, indent: int, written: str) -> None:
    assert exact_docstring(text, indent) == written


def test_the_layout_that_trims_is_not_exact() -> None:
    assert ast.literal_eval(docstring(" said \n", 4)) != " said \n"
