"""Each constraint of the language, broken alone, is answered by one finding, at the place that is wrong.

It is broken in the reference, in the samples beside this file, in the cases that are valid, and in blueprints that
Hypothesis invents. `pytest -s` shows how many constraints, rules and mutations there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, groupby
from typing import get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plano.pipeline import check_text, has_errors
from plano.rules.registry import BLUEPRINT_RULES, PLATFORM_RULES
from tests.constraints.blueprints import blueprints
from tests.constraints.derived import PARTS
from tests.constraints.edits import Data
from tests.constraints.forms import form_of, pattern_of
from tests.constraints.judge import Broken, Constraint, Sample, fault, key, value
from tests.constraints.samples import samples
from tests.constraints.table import RULED, STATED, TABLE
from tests.constraints.writing import WRITERS, as_block, as_json


def model_of(row: Constraint) -> str:
    """The first word of a row's name is a part of a model, or begins a sentence."""
    return re.split(r"\W", row.name)[0]


FREE = {"description", "title", "subject", "reason", "version", "openapi"}
"""Texts that may be anything."""
BROKEN = count()
GROUPS = [(name, list(rows)) for name, rows in groupby(sorted(STATED, key=model_of), model_of)]
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)


def some(found: list[Broken], most: int) -> Iterator[Broken]:
    """At most so many, spread from the first to the last."""
    step = max(1.0, (len(found) - 1) / max(1, most - 1))
    yield from (found[round(at * step)] for at in range(min(most, len(found))))


def judged(constraint: Constraint, sample: Sample, most: int) -> int:
    """Break a sample at some places and judge each answer; how many there were. Block style takes longer to write."""
    found = list(some(list(constraint.breaks(sample)), most))
    for broken in found:
        writer = as_json if next(BROKEN) % 4 else as_block
        said = fault(constraint, sample, broken, writer)
        assert not said, said
    return len(found)


def everywhere(constraint: Constraint, found: Iterable[Sample], further: int) -> int:
    """Break every place of the first sample that has one, and some of each further sample; how many there were."""
    broken = 0
    for sample in found:
        broken += judged(constraint, sample, further if broken else 40)
    return broken


@pytest.mark.parametrize("constraint", RULED, ids=lambda constraint: constraint.name)
def test_a_broken_rule_gives_one_finding_at_its_place(constraint: Constraint) -> None:
    assert everywhere(constraint, samples(), further=3)


@pytest.mark.parametrize("rows", [rows for _, rows in GROUPS], ids=[name for name, _ in GROUPS])
def test_a_broken_part_of_a_model_gives_one_error_at_its_place(rows: list[Constraint]) -> None:
    """In the samples and the reference: a case has few parts, and those are in them too."""
    idle = [row.name for row in rows if not everywhere(row, samples()[:3], further=1)]
    assert not idle, f"never broken: {idle}"


@SLOW
@given(blueprints())
def test_a_valid_blueprint_becomes_a_platform(data: Data) -> None:
    for writer in WRITERS:
        checked = check_text(writer(data))
        assert not has_errors(checked.diagnostics), checked.diagnostics
        assert checked.platform is not None


@SLOW
@given(blueprints(), st.lists(st.sampled_from(TABLE), min_size=20, max_size=20, unique=True))
def test_what_is_broken_in_any_blueprint_gives_one_finding(data: Data, constraints: list[Constraint]) -> None:
    sample = Sample("invented", data)
    for constraint in constraints:
        judged(constraint, sample, 2)


def test_every_text_has_a_form_or_is_free() -> None:
    unjudged = {
        owner
        for owner, forms in PARTS.items()
        for each in forms
        if each.base is str and form_of(each) is None and pattern_of(each) is None
    }
    assert {owner for owner in unjudged if owner.partition(".")[2] not in FREE} == set()


def test_every_part_has_a_constraint() -> None:
    named = {row.name.partition(" ")[0] for row in STATED}
    for owner, forms in PARTS.items():
        assert owner in named or all(each.base is str or get_origin(each.base) is dict for each in forms), owner


def test_every_rule_has_a_constraint() -> None:
    """A rule's code is the module's first word; some modules have several, and each is in the table.

    What a plug-in does wrong is no constraint of a blueprint: tests/plugins has it.
    """
    codes = {row.code for row in TABLE} | {"bad-plugin"}
    modules = {rule.__globals__["__doc__"].partition(":")[0] for rule in (*BLUEPRINT_RULES, *PLATFORM_RULES)}
    assert {code for each in modules for code in each.split(" and ")} - codes == set()


def test_a_wrong_answer_is_refused() -> None:
    """The negative control: the judge sees a wrong code, a wrong place, one finding too many, and none at all."""
    sample = samples()[0]
    constraint = next(row for row in RULED if row.code == "unknown-topic")
    broken = next(constraint.breaks(sample))
    assert fault(constraint, sample, broken, WRITERS[0]) == ""
    assert "must be unknown-host" in fault(replace(constraint, code="unknown-host"), sample, broken, WRITERS[0])
    assert "must be" in fault(constraint, sample, replace(broken, where=key("platform")), WRITERS[0])
    assert "must be" in fault(constraint, sample, replace(broken, data=sample.data), WRITERS[0])
    twice = Broken({**broken.data, "nonsense": 1}, value(*broken.where.path))
    assert "unknown-key" in fault(constraint, sample, twice, WRITERS[0])


def test_the_table_is_counted() -> None:
    rules = len(BLUEPRINT_RULES) + len(PLATFORM_RULES)
    print(f"\n{len(TABLE)} constraints, {rules} rules, {next(BROKEN)} mutations")
    assert len({row.name for row in TABLE}) == len(TABLE)
