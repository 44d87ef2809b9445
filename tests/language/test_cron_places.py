"""A cron line with one wrong field: that field is marked, whatever its neighbours look like."""

from __future__ import annotations

import pytest

from plano.language.load import load

HEAD = "blueprint: 1\nservices:\n  tracking:\n    kind: fastapi\n    schedule:\n      tidy:\n        handler: tidy\n"


def marked(written: str) -> tuple[str, str]:
    """What stands before the mark of the only wrong value in its line, and what is marked."""
    text = f"{HEAD}        cron: {written}\n"
    [span] = [each.span for each in load(text, "blueprint.yaml").diagnostics if each.code == "bad-value"]
    assert span is not None
    line = text.split("\n")[span.line - 1]
    return line[: span.column - 1].lstrip(), line[span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    ("written", "before", "field"),
    [
        ("24 24 * * *", "cron: 24 ", "24"),
        ('"24 24 * * *"', 'cron: "24 ', "24"),
        ("'32 2 32 * *'", "cron: '32 2 ", "32"),
        ('"15 1 15 15 *"', 'cron: "15 1 15 ', "15"),
        ('"8 8 8 8 8"', 'cron: "8 8 8 8 ', "8"),
        ('"8,9 8 8 8 8,9"', 'cron: "8,9 8 8 8 ', "8,9"),
        ("'24   24 * * *'", "cron: '24   ", "24"),
        ('"60 60 * * *"', 'cron: "', "60"),
        ('"5 24-30 24 * *"', 'cron: "5 ', "24-30"),
        (">-\n          24 24 * * *", "24 ", "24"),
        (">-\n          24\n          24 * * *", "", "24"),
    ],
)
def test_of_five_fields_the_wrong_one_is_marked(written: str, before: str, field: str) -> None:
    assert marked(written) == (before, field)


def test_a_line_that_hides_its_field_behind_an_escape_is_marked_whole() -> None:
    assert marked('"5 \\x324 * * *"') == ("cron: ", '"5 \\x324 * * *"')
