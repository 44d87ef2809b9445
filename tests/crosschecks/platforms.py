"""The platforms of these tests with all their files, and a tree in which one thing is broken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from plano.pipeline import check_text, files_of
from plano.platform.model import Platform
from tests.e2e.rename import rename_repository

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
REFERENCE = (ROOT / "blueprint.yaml").read_text("utf-8")
PARCELS = (HERE / "parcels.yaml").read_text("utf-8")

Files = dict[str, bytes]


def platform_of(text: str) -> Platform:
    """The platform of a blueprint that has no error."""
    checked = check_text(text)
    assert checked.platform is not None, [each.message for each in checked.diagnostics]
    return checked.platform


@cache
def built(text: str) -> tuple[Platform, Mapping[str, bytes]]:
    """A platform, and path → content of every file that is emitted for it."""
    platform = platform_of(text)
    tree, clashes = files_of(platform)
    assert clashes == ()
    return platform, {path: file.content for path, file in tree.files.items()}


def renamed() -> str:
    """The reference's blueprint with every name changed."""
    with TemporaryDirectory() as folder:
        rename_repository(ROOT, Path(folder))
        return (Path(folder) / "blueprint.yaml").read_text("utf-8")


def broken(files: Mapping[str, bytes], path: str, old: str, new: str) -> Files:
    """The files with one text changed in one of them, where it stands first; AssertionError where it does not."""
    content = files[path].decode()
    assert old in content, f"{path} has no {old!r}"
    return {**files, path: content.replace(old, new, 1).encode()}


def without(files: Mapping[str, bytes], path: str) -> Files:
    """The files but one."""
    assert path in files
    return {name: content for name, content in files.items() if name != path}
