"""A blueprint in an older version of the language becomes one in the new, and only the words that changed do."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

from plano.editing.edit import add_entry, remove_entry
from plano.editing.sheet import Sheet, UneditableError
from plano.migrating.model import Migration, rename_key
from plano.migrating.run import migrated

BLUEPRINT = (Path(__file__).parents[2] / "blueprint.yaml").read_text()


def _retention_was_keep(sheet: Sheet) -> Sheet:
    """Version 1 calls `retention` what version 0 called `keep`."""
    for topic in sheet.steps(("topics",)):
        path = ("topics", topic, "keep")
        if sheet.has(path):
            sheet = rename_key(sheet, path, "retention")
    return sheet


def _machine_was_one(sheet: Sheet) -> Sheet:
    """Version 2 splits `machine: 4x8Gi` of a host into `cpu` and `memory`."""
    for host in sheet.steps(("hosts",)):
        path = ("hosts", host, "machine")
        if sheet.has(path):
            cpu, _, memory = str(sheet.value(path)).partition("x")
            sheet = add_entry(remove_entry(sheet, path), ("hosts", host, "cpu"), int(cpu))
            sheet = add_entry(sheet, ("hosts", host, "memory"), memory)
    return sheet


STEPS = (
    Migration(0, "'keep' of a topic is 'retention'", _retention_was_keep),
    Migration(1, "'machine' of a host is 'cpu' and 'memory'", _machine_was_one),
)
OLD = """\
# the shop
blueprint: 0      # of the language
hosts:
  one: {address: 10.0.0.5, machine: 4x8Gi}   # the first
  two:
    # bought last
    machine: 2x4Gi
    address: 10.0.0.6
topics:
  orders.placed:
    keep: 7d      # as the law says
    description: "keep: this"
"""
NEW = """\
# the shop
blueprint: 2      # of the language
hosts:
  one: {address: 10.0.0.5, cpu: 4, memory: 8Gi}   # the first
  two:
    address: 10.0.0.6
    cpu: 2
    memory: 4Gi
topics:
  orders.placed:
    retention: 7d      # as the law says
    description: "keep: this"
"""


@pytest.mark.parametrize("changed", [str, lambda text: text.replace("\n", "\r\n"), str.rstrip])
def test_each_step_is_taken_and_everything_else_stays(changed: Callable[[str], str]) -> None:
    after = migrated(changed(OLD), STEPS, 2)
    assert after is not None
    assert after.text == changed(NEW)
    assert [step.said for step in after.steps] == [step.said for step in STEPS]


def test_from_the_version_between_only_the_second_step_is_taken() -> None:
    half = OLD.replace("blueprint: 0", "blueprint: 1").replace("keep: 7d", "retention: 7d")
    after = migrated(half, STEPS, 2)
    assert after is not None
    assert after.text == NEW
    assert after.before == 1


def test_a_blueprint_in_the_version_that_is_read_stays_as_it_is() -> None:
    after = migrated(BLUEPRINT)
    assert after is not None
    assert after.text == BLUEPRINT
    assert after.steps == ()


def test_of_the_reference_only_the_number_and_the_renamed_keys_differ() -> None:
    old = BLUEPRINT.replace("retention:", "keep:").replace("blueprint: 1", "blueprint: 0", 1)
    after = migrated(old, STEPS, 1)
    assert after is not None
    lines = [line for line in difflib.ndiff(old.splitlines(), after.text.splitlines()) if line.startswith(("- ", "+ "))]
    assert lines
    assert all("blueprint:" in line or "keep:" in line or "retention:" in line for line in lines)


@pytest.mark.parametrize("text", ["blueprint: 3\n", "blueprint: [\n", "blueprint: true\n", "", "- 1\n"])
def test_what_no_step_leads_on_from_is_left_alone(text: str) -> None:
    assert migrated(text, STEPS, 2) is None


def test_a_version_without_a_step_ends_it() -> None:
    assert migrated(OLD, STEPS[1:], 2) is None


def test_what_a_step_cannot_follow_is_said() -> None:
    def refused(sheet: Sheet) -> Sheet:
        raise UneditableError("this host is written in a way that no key can be taken out of", 0)

    with pytest.raises(UneditableError):
        migrated(OLD, (Migration(0, "never", refused),), 1)
