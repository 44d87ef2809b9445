"""The changelog and the versions of a release: text in, text out."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.changelog import ChangelogError, released, waiting
from scripts.versions import Version, last, parsed, rewritten, written
from tests.release.checkouts import REPOSITORY

DAY = datetime.date(2026, 2, 3)
TEXT = """# Changelog

All of it.

## [Unreleased]

### Added

- One.

### Fixed

- Two.

## [0.1.0] - 2026-01-01

### Added

- The first.
"""
NUMBERS = st.builds(Version, *[st.integers(0, 999)] * 3)


def test_what_waits_becomes_the_section_of_the_version_and_the_rest_stays() -> None:
    text = released(TEXT, Version(0, 2, 0), DAY)
    assert text == TEXT.replace("## [Unreleased]\n", "## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n")
    assert "## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n\n### Added\n\n- One.\n\n### Fixed" in text
    with pytest.raises(ChangelogError, match="has nothing under"):
        waiting(text)


def test_the_first_release_has_nothing_below_it() -> None:
    text = released("# Changelog\n\n## [Unreleased]\n\n- One.\n", Version(0, 1, 0), DAY)
    assert text == "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-02-03\n\n- One.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT.replace("## [Unreleased]", "## Unreleased"), "has no section"),
        (TEXT.replace("## [Unreleased]", "see ## [Unreleased]"), "has no section"),
        (TEXT.replace("- One.", "").replace("- Two.", "").replace("- The", "The"), "has nothing under"),
        (TEXT.replace("### Fixed", "### Mended"), "has a group 'Mended'"),
        (TEXT.replace("[0.1.0]", "[0.2.0]"), "has a section '\\[0.2.0\\]' already"),
        ("", "has no section"),
    ],
)
def test_what_cannot_be_released_says_why(text: str, said: str) -> None:
    with pytest.raises(ChangelogError, match=said):
        released(text, Version(0, 2, 0), DAY)


def test_the_changelog_of_this_repository_is_in_the_form() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    one_more = text.replace("## [Unreleased]\n", "## [Unreleased]\n\n- One more.\n")  # just released, nothing waits
    assert waiting(one_more).startswith("- One more.")


@given(NUMBERS, NUMBERS)
def test_versions_are_ordered_by_number_and_read_as_they_are_written(one: Version, other: Version) -> None:
    assert parsed(str(one)) == one
    assert last([one.tag, "nightly", "v1.0", other.tag]) == max(one, other)
    assert one.is_patch_of(other) == (one[:2] == other[:2] and one.patch > other.patch)


@pytest.mark.parametrize("text", ["1.2", "1.2.3.4", "1.2.3rc1", "1.2.3\n", "01.2.3", "١.٢.٣", "-1.2.3", "", "v1.2.3"])
def test_what_is_no_version_is_none(text: str) -> None:
    assert parsed(text) is None


def test_the_version_of_the_package_is_read_and_rewritten() -> None:
    source = (REPOSITORY / "generator/plano/__init__.py").read_text(encoding="utf-8")
    version = parsed(written(source))
    assert version is not None
    assert written(rewritten(source, Version(9, 8, 7))) == "9.8.7"
    assert rewritten(source, version) == source
    with pytest.raises(ValueError, match="has no line"):
        rewritten("version = 1\n", version)
