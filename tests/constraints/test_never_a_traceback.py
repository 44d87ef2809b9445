"""Whatever stands in a file, the answer is a platform or what is wrong with it, in two seconds: never a traceback."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plano.diagnostics.text import render, summary
from plano.language.load import load_file
from plano.language.scalars import Value
from plano.pipeline import Checked, check_loaded, check_text, has_errors
from tests.constraints.edits import at, paths, put, remove
from tests.constraints.judge import NAME, TODAY
from tests.constraints.mutations import mutated
from tests.constraints.samples import HERE, REFERENCE
from tests.constraints.writing import as_block, as_json, data_of

LONGEST = 2.0
"""Seconds of processor time for one blueprint."""
TEXTS = (REFERENCE, *(path.read_text("utf-8") for path in sorted(HERE.glob("written/*.yaml"))))
MANY = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)


def answered(text: str, check: Callable[[str], Checked] = check_text, longest: float = LONGEST) -> Checked:
    """What is said of a text, once it was shown as a person sees it; slow is what is slow three times."""
    spent: list[float] = []
    while len(spent) < 3:
        began = time.process_time()
        checked = check(text)
        said = render(checked.diagnostics, {NAME: text}) + summary(checked.diagnostics)
        spent.append(time.process_time() - began)
        if spent[-1] < longest:
            break
    assert spent[-1] < longest, f"{spent} seconds"
    assert (checked.platform is None) is has_errors(checked.diagnostics), said
    assert not has_errors(checked.diagnostics) or "error" in said
    return checked


@MANY
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbfblueprint: 1")
@example(b"\xff\xfeb\x00")
@example(b"\x00")
@example(REFERENCE.encode("utf-16"))
@example(REFERENCE.encode("latin-1", "replace") + b"\xe9")
def test_any_bytes_are_answered(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / NAME
    path.write_bytes(content)
    answered(content.decode("utf-8", "replace"), lambda _: check_loaded(load_file(path, NAME), TODAY))


@MANY
@given(st.text(max_size=200))
@example("blueprint: 1\n" * 2000)
@example("[" * 5000)
@example("{a: " * 5000)
@example("a: &a [*a, *a]\n")
@example("? " * 3000)
@example("- " * 3000)
@example("a: " + "9" * 100_000)
@example('"' + "\\n" * 100_000)
@example("blueprint: 1\nservices:\n" + "".join(f"  s{at}: {{kind: vue}}\n" for at in range(2000)))
def test_any_text_is_answered(text: str) -> None:
    answered(text)


@settings(MANY, max_examples=300)
@given(mutated(TEXTS))
def test_any_slip_is_answered(text: str) -> None:
    answered(text)


def test_each_line_may_be_lost() -> None:
    lines = REFERENCE.splitlines(keepends=True)
    for number in range(len(lines)):
        answered("".join(lines[:number] + lines[number + 1 :]))


def test_the_file_may_end_after_any_line() -> None:
    lines = TEXTS[1].splitlines(keepends=True)
    for number in range(len(lines)):
        answered("".join(lines[:number]))


def test_each_top_level_key_may_be_missing() -> None:
    for text in TEXTS:
        data = data_of(text)
        for key in data:
            answered(as_block(remove(data, (key,))))


@pytest.mark.parametrize("text", TEXTS)
def test_each_value_may_be_another(text: str) -> None:
    """Every value becomes null, a list, a map, a number or a text in turn; each kind is tried at many."""
    tried = 1 if text == REFERENCE else 3
    data = data_of(text)
    others: tuple[Value, ...] = (None, [], {}, 0, "", [None], {"": None}, True, -1.5, "\n")
    for number, path in enumerate(paths(data)):
        for other in (others[(number + 3 * again) % len(others)] for again in range(tried)):
            if other != at(data, *path):
                answered(as_json(put(data, path, other)))


def test_a_traceback_is_not_an_answer() -> None:
    """The negative control: a check that raises, that is slow, and one that says nothing are refused."""

    def raises(text: str) -> Checked:
        raise RecursionError(text)

    with pytest.raises(RecursionError):
        answered("", raises)
    with pytest.raises(AssertionError, match="seconds"):
        answered(REFERENCE, longest=0.0)
    with pytest.raises(AssertionError):
        answered("", lambda _: Checked(None, None, ()))


def test_the_reference_and_the_samples_are_platforms() -> None:
    for text in TEXTS:
        assert answered(text).platform is not None


def test_a_large_platform_is_answered_in_time(tmp_path: Path) -> None:
    """Three hundred services, each with an entity and a call to the one before it; the first calls nobody."""
    services = "".join(
        f"  s{at}: {{kind: fastapi, database: main, access: public, entities: {{E{at}: {{fields: {{a: int}}}}}}, "
        f"expose: {{E{at}: [list]}}, calls: [{f's{at - 1}' if at else 'nowhere'}]}}\n"
        for at in range(300)
    )
    head = (
        TEXTS[2].partition("\nenvironments")[0]
        + "\nenvironments: {production: {}}\ndatabases: {main: {address: 'a.example:1'}}\n"
    )
    path = tmp_path / NAME
    path.write_text(f"{head}services:\n{services}", "utf-8")
    checked = answered(path.read_text("utf-8"))
    assert [each.code for each in checked.diagnostics] == ["unknown-service"]
