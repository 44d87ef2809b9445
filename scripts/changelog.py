"""CHANGELOG.md in the form of Keep a Changelog (keepachangelog.com/en/1.1.0): what waits, and each release.

Pure: text goes in, text comes out.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from scripts.versions import Version

UNRELEASED = "## [Unreleased]"
GROUPS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
"""The kinds of change that Keep a Changelog knows, in its order."""

_HEADING = re.compile(rf"^{re.escape(UNRELEASED)} *$\n?", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)
_GROUP = re.compile(r"^### *(.*?) *$", re.MULTILINE)
_ENTRY = re.compile(r"^- \S", re.MULTILINE)


class ChangelogError(Exception):
    """Why a changelog cannot become a release's, in a sentence with its next step."""


@dataclass(frozen=True, slots=True)
class _Parted:
    """A changelog: all before the heading of what waits, what waits, and the releases."""

    before: str
    waiting: str
    releases: str


def waiting(text: str) -> str:
    """What waits for a release, without its heading. ChangelogError where it is no section that can be released."""
    found = _parted(text).waiting
    for group in _GROUP.findall(found):
        if group not in GROUPS:
            raise ChangelogError(f"CHANGELOG.md has a group '{group}': those that there are, are {', '.join(GROUPS)}")
    if not _ENTRY.search(found):
        raise ChangelogError(
            f"CHANGELOG.md has nothing under '{UNRELEASED}': write a line that begins with '- ' for each change "
            "that a user notices"
        )
    return found.strip("\n")


def released(text: str, version: Version, date: datetime.date) -> str:
    """The changelog in which what waited is that version's, and nothing waits. ChangelogError as `waiting`."""
    entries, parted = waiting(text), _parted(text)
    if f"## [{version}]" in parted.releases:
        raise ChangelogError(f"CHANGELOG.md has a section '[{version}]' already: release another version")
    section = f"{UNRELEASED}\n\n## [{version}] - {date.isoformat()}\n\n{entries}\n"
    return f"{parted.before}{section}" + (f"\n{parted.releases}" if parted.releases else "")


def _parted(text: str) -> _Parted:
    heading = _HEADING.search(text)
    if heading is None:
        raise ChangelogError(f"CHANGELOG.md has no section '{UNRELEASED}': write it above the releases")
    following = _SECTION.search(text, heading.end())
    end = following.start() if following else len(text)
    return _Parted(text[: heading.start()], text[heading.end() : end], text[end:])
