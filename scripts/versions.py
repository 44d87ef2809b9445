"""Versions of Plano, as Semantic Versioning has them (semver.org): major, minor, patch, and nothing behind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_FORM = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})", re.ASCII)
_TEMPLATE = re.compile(r'^(plano_version:\n(?:  .*\n)*?  default: )"[^"]*"$', re.MULTILINE)
_LINE = re.compile(r'^__version__ = "(.*)"$', re.MULTILINE)


class Version(NamedTuple):
    """Ordered as versions are."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """The name of its tag."""
        return f"v{self}"

    def is_patch_of(self, other: Version) -> bool:
        """Whether it follows `other` and differs from it in the last number alone."""
        return self[:2] == other[:2] and self > other


def parsed(text: str) -> Version | None:
    """The version that is written as `1.2.3`; None where it is not."""
    found = _FORM.fullmatch(text)
    return Version(*map(int, found.groups())) if found else None


def last(tags: Iterable[str]) -> Version | None:
    """The greatest version among names of tags, those that name none left out; None where none does."""
    versions = (parsed(tag.removeprefix("v")) for tag in tags if tag.startswith("v"))
    return max((version for version in versions if version is not None), default=None)


def written(source: str) -> str:
    """What the source of Plano's package calls its version. ValueError where it calls none."""
    found = _LINE.search(source)
    if found is None:
        raise ValueError("generator/plano/__init__.py has no line '__version__ = \"…\"'")
    return found[1]


def rewritten(source: str, version: Version) -> str:
    """That source with another version. ValueError as `written`."""
    written(source)
    return _LINE.sub(f'__version__ = "{version}"', source, count=1)


def pinned(template: str, version: Version) -> str:
    """The questions of the copier template, by which a new repository pins `version`. ValueError without that one."""
    new, count = _TEMPLATE.subn(rf'\g<1>"{version}"', template)
    if not count:
        raise ValueError("copier.yml has no question plano_version with a default")
    return new
