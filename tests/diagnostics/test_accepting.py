"""Exceptions beside errors: what is not looked for cannot be missed."""

from __future__ import annotations

from plano.pipeline import check_text
from tests.test_cases import CASES

NEEDLESS = (CASES / "accept-unneeded" / "blueprint.yaml").read_text("utf-8")
WRONG = "services:\n  broken: {kind: fastapi, database: nowhere}\n"


def codes(text: str) -> set[str]:
    """What is found."""
    return {each.code for each in check_text(text).diagnostics}


def with_an_error(text: str) -> str:
    """The same blueprint, with a service whose database does not exist."""
    return text.replace("services:\n", WRONG)


def test_a_needless_exception_is_told_where_nothing_is_in_error() -> None:
    assert "accept-unneeded" in codes(NEEDLESS)


def test_beside_an_error_it_is_not_told_since_its_warning_may_not_have_been_looked_for() -> None:
    assert codes(with_an_error(NEEDLESS)) >= {"unknown-database"}
    assert "accept-unneeded" not in codes(with_an_error(NEEDLESS))


def test_mending_the_error_brings_it_back() -> None:
    mended = with_an_error(NEEDLESS).replace("database: nowhere", "description: mended")
    assert "accept-unneeded" in codes(mended)
