"""What is added and removed again leaves no trace, and nothing but what was asked for ever differs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plano.editing.addition import added
from plano.editing.edit import add_entry, remove_entry
from plano.editing.sheet import Sheet
from plano.editing.subjects import Kind, Subject, subject_of
from plano.editing.takeout import UsedError, taken_out
from plano.editing.uses import uses_of
from plano.language.places import Path as KeyPath
from plano.language.scalars import Value
from tests.editing.additions import Addition, additions
from tests.editing.blueprints import ROOT, long_blueprint, reference
from tests.editing.judging import added_only, lines, removed_only

SHEETS = {"reference": Sheet.of(reference()), "long": Sheet.of(long_blueprint())}
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def subjects(sheet: Sheet) -> list[Subject]:
    """All that `plano rm` can name in a blueprint."""
    tops: tuple[Kind, ...] = ("host", "service", "topic", "route", "system")
    found = [subject_of(sheet, kind, str(name)) for kind in tops for name in sheet.steps((f"{kind}s",))]
    owners = [str(topic) for topic in sheet.steps(("topics",))]
    for service in sheet.steps(("services",)):
        for entity in sheet.steps(("services", service, "entities")):
            owners.append(f"{service}.{entity}")
            found.append(subject_of(sheet, "entity", f"{service}.{entity}"))
    for owner in owners:
        fields = subject_of(sheet, "field", f"{owner}.x").path[:-1]
        found += [subject_of(sheet, "field", f"{owner}.{field}") for field in sheet.steps(fields)]
    return found


def comments_elsewhere(sheet: Sheet, subject: Subject) -> list[str]:
    """The comment lines that are neither inside of a subject's own lines, nor directly above, nor directly behind."""
    start, end = (sheet.line(offset) for offset in sheet.entry(subject.path))
    while lines(sheet.text)[start - 1].lstrip().startswith("#"):
        start -= 1
    return [
        line
        for number, line in enumerate(lines(sheet.text))
        if line.lstrip().startswith("#") and not start <= number <= end + 2
    ]


@pytest.mark.parametrize("which", SHEETS)
def test_add_then_rm_gives_the_old_bytes_again(which: str) -> None:
    sheet = SHEETS[which]

    @given(additions(sheet))
    @MANY
    def holds(new: Addition) -> None:
        edited = added(sheet, subject_of(sheet, new.kind, new.name), new.body)
        assert edited.errors == ()
        assert added_only(sheet.text, edited.after) == ""
        after = Sheet.of(edited.after)
        subject = subject_of(after, new.kind, new.name)
        assert after.value(subject.path) == new.body
        back = taken_out(after, subject, with_uses=False)
        assert back.edited.after == sheet.text

    holds()


@pytest.mark.parametrize("which", SHEETS)
def test_rm_takes_its_own_lines_and_no_others(which: str) -> None:
    sheet = SHEETS[which]

    @given(st.sampled_from(subjects(sheet)))
    @MANY
    def holds(subject: Subject) -> None:
        if any(use.entry is None for use in uses_of(sheet, subject)):
            with pytest.raises(UsedError):
                taken_out(sheet, subject, with_uses=True)
            return
        taken = taken_out(sheet, subject, with_uses=True)
        after = Sheet.of(taken.edited.after)
        assert not after.has(subject.path)
        spared = [] if taken.uses else comments_elsewhere(sheet, subject)
        assert removed_only(sheet.text, after.text, spared) == ""
        assert after.text.count("\r\n") == after.text.count("\n") or which == "reference"
        assert after.text.endswith("\n") == sheet.text.endswith("\n")

    holds()


def test_many_things_added_in_a_row_all_stand_there_and_go_again_in_any_order() -> None:
    sheet = SHEETS["long"]

    @given(st.lists(additions(sheet), min_size=2, max_size=4, unique_by=lambda new: (new.kind, new.name)), st.randoms())
    @settings(MANY, max_examples=10)
    def holds(some: list[Addition], chance: Random) -> None:
        now = sheet
        kept: list[Addition] = []
        for new in some:
            edited = added(now, subject_of(now, new.kind, new.name), new.body)
            if not edited.errors:
                now = Sheet.of(edited.after)
                kept.append(new)
        chance.shuffle(kept)
        for new in kept:
            now = Sheet.of(taken_out(now, subject_of(now, new.kind, new.name), with_uses=False).edited.after)
        assert now.text == sheet.text

    holds()


ENTRIES: dict[str, tuple[KeyPath, Value]] = {
    "host": (("hosts", "zz"), {"address": "10.9.9.9", "roles": ["worker"]}),
    "system": (("systems", "nfs"), {}),
    "type": (("types", "Zz"), {"a": "int"}),
    "topic": (("topics", "zz.told"), {"fields": {"a": "uuid"}}),
    "service": (("services", "zz"), {"kind": "vue"}),
    "route": (("routes", "/zz"), {"service": "zz"}),
}


@pytest.mark.parametrize("what", ENTRIES)
def test_in_every_case_of_the_language_right_or_wrong_an_entry_goes_again_without_a_trace(what: str) -> None:
    path, value = ENTRIES[what]
    tried = 0
    for file in sorted((ROOT / "tests" / "cases").glob("*/blueprint.yaml")):
        sheet = Sheet.of(file.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff"))
        document = sheet.document
        readable = document.complete and not document.broken and isinstance(document.value, dict)
        if readable and not sheet.has(path):
            tried += 1
            assert remove_entry(add_entry(sheet, path, value), path).text == sheet.text, file
    assert tried > 30


@pytest.mark.parametrize(
    ("before", "after"),
    [("a: 1\nb: 2\n", "a: 1\nc: 3\nb: 3\n"), ("a: 1  # x\n", "a: 1\nc: 3\n"), ("a: 1\n", "a: 1\n")],
)
def test_the_judge_of_additions_refuses_a_line_that_changed(before: str, after: str) -> None:
    assert added_only(before, after) != ""


@pytest.mark.parametrize(
    ("before", "after"),
    [("a: 1\nb: 2\n", "a: 2\n"), ("# mine\na: 1\nb: 2\n", "b: 2\n"), ("a: 1\nb: 2\n", "b: 2\na: 1\n")],
)
def test_the_judge_of_removals_refuses_a_line_that_changed_moved_or_went(before: str, after: str) -> None:
    assert removed_only(before, after, ["# mine\n"] if "# mine" in before else []) != ""
