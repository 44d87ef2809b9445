"""`plano fix`: what it mends, what it leaves, and that nothing else in the file moves."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plano.cli.main import run
from plano.diagnostics.fixes import apply_fixes
from plano.diagnostics.model import Diagnostic, Edit, Fix, Severity, Span
from plano.pipeline import check_text

BEFORE = """\
# The depot, as the night shift left it.
blueprint: 1
platform:
  name: depot   # never rename
  domain: depot.example
  registry: registry.example/depot
  repository: https://git.example/depot.git
environments: {production: {}}
systems:
  kubernetes: {existing: true}
  kafka: {}
topics:
  parcels.sent: {partitons: 010, fields: {parcel_id: uuid, note: txt}}   # "010" is what the form says
services:
  depot: {kind: contaner, publishes: [parcel.sent]}
  shelf:
    kind: container
    consumes: {parcels.sent: {}}
"""
AFTER = (
    BEFORE.replace("partitons: 010", "partitions: 10")
    .replace("txt", "text")
    .replace("contaner", "container")
    .replace("[parcel.sent]", "[parcels.sent]")
)


def blueprint(root: Path, text: str) -> Path:
    file = root / "blueprint.yaml"
    file.write_bytes(text.encode())
    return file


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_it_mends_slips_round_by_round_and_keeps_everything_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ends: str, mark: str
) -> None:
    file = blueprint(tmp_path, mark + BEFORE.replace("\n", ends))
    assert run(["--root", str(tmp_path), "fix"]) == 0
    assert file.read_bytes().decode() == mark + AFTER.replace("\n", ends)
    said = capsys.readouterr().out
    assert "unknown-key: rename the key to partitions" in said
    assert "unknown-topic: write parcels.sent" in said
    assert run(["--root", str(tmp_path), "fix"]) == 0
    assert capsys.readouterr().out == "Nothing to mend.\n"


def test_diff_shows_and_does_not_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = blueprint(tmp_path, BEFORE)
    assert run(["--root", str(tmp_path), "fix", "--diff"]) == 0
    said = capsys.readouterr().out
    assert "-  depot: {kind: contaner, publishes: [parcel.sent]}" in said
    assert "+  depot: {kind: container, publishes: [parcels.sent]}" in said
    assert file.read_text() == BEFORE


def test_what_needs_a_decision_is_left_and_is_a_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = blueprint(tmp_path, BEFORE.replace("name: depot", "name: Depot 7"))
    assert run(["--root", str(tmp_path), "fix"]) == 1
    assert "kind: container, publishes" in file.read_text()
    assert "These need you." in capsys.readouterr().err


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--root", str(tmp_path), "fix"]) == 1
    (tmp_path / "blueprint.yaml").write_bytes(b"\xff\xfe\x00")
    assert run(["--root", str(tmp_path), "fix"]) == 1
    assert "UTF-16" in capsys.readouterr().err


def finding(start: int, end: int, text: str, *, safe: bool = True) -> Diagnostic:
    span = Span("blueprint.yaml", 1, start + 1, 1, end + 1)
    return Diagnostic("slip", Severity.ERROR, "a slip", span, fix=Fix("write it", (Edit(span, text),), safe))


def test_an_unsafe_fix_is_never_applied() -> None:
    assert apply_fixes("abc", "blueprint.yaml", [finding(0, 1, "x", safe=False)]).text == "abc"


@given(
    st.text("abcdef", min_size=12, max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5)
)
@settings(max_examples=200)
def test_fixes_that_touch_one_another_wait_and_the_rest_is_kept(text: str, places: list[tuple[int, int]]) -> None:
    found = [finding(min(place), max(place), "<X>") for place in places]
    after = apply_fixes(text, "blueprint.yaml", found)
    spans = sorted((each.span.column - 1, each.span.end_column - 1) for each in after.applied if each.span)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    kept = "".join(letter for at, letter in enumerate(text) if not any(start <= at < end for start, end in spans))
    assert after.text.replace("<X>", "") == kept
    assert bool(after.applied) == bool(found)


def test_every_safe_fix_of_the_cases_leaves_fewer_errors_or_none() -> None:
    cases = Path(__file__).parents[1] / "cases"
    tried = 0
    for file in sorted(cases.glob("*/blueprint.yaml")):
        text = file.read_bytes().decode("utf-8", "replace")
        before = check_text(text).diagnostics
        for each in before:
            after = apply_fixes(text, "blueprint.yaml", [each])
            if after.applied:
                tried += 1
                again = check_text(after.text).diagnostics
                assert (each.code, each.span) not in {(left.code, left.span) for left in again}, f"{file}: {each}"
    assert tried > 20
