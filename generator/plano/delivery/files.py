"""The release files of a platform on disk: found, read through no link, and judged against the blueprint."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.delivery.reading import bad, read_release
from plano.delivery.release import FOLDER, Release, path_of, places, released
from plano.delivery.writing import written
from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.language.nearest import nearest
from plano.output.disk import Disk
from plano.output.errors import OutputError
from plano.output.placing import place
from plano.platform.model import Platform

LARGEST = 64 << 10
"""Bytes of a release file; one has about 130, and room for comments."""


@dataclass(frozen=True, slots=True)
class File:
    """What stands at a path: its text where it is readable, and the release in it where there is one."""

    text: str | None
    release: Release | None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Every good release by environment and service, and all that is wrong under `releases/`."""

    releases: dict[tuple[str, str], Release]
    diagnostics: tuple[Diagnostic, ...]


def read_file(root: Path, path: str) -> File | None:
    """The release file at `path`; None where nothing stands. What cannot be read is a diagnostic."""
    disk = Disk(root)
    try:
        raw = disk.read(path, LARGEST + 1)
    except OutputError as error:
        return File(None, None, (bad(str(error), None, mend="it must be a file that you may read"),))
    if raw is None:
        obstacle = disk.obstacle(path)
        if not obstacle:
            return None
        said = f"{obstacle} is a link or no plain file, and releases are read through none"
        return File(None, None, (bad(said, None, mend=f"put a plain file at {path}"),))
    if len(raw) > LARGEST:
        return File(None, None, (bad(f"{path} has more than {LARGEST >> 10} KiB", None),))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return File(None, None, (bad(f"{path} is not UTF-8", None),))
    read = read_release(text, path)
    return File(text, read.release, read.diagnostics)


def put(root: Path, path: str, release: Release, before: File | None) -> bool:
    """Make the file at `path` say `release`, `before` being the good release that stands there; whether it changed.

    OutputError where the system does not let it be written.
    """
    text = written(release, before.text if before is not None else None, path)
    if before is not None and text == before.text:
        return False
    place(root, path, text.encode())
    return True


def find(root: Path, platform: Platform) -> Found:
    """All releases of the platform, and the findings: `bad-release` errors and `release-of-nothing` warnings."""
    releases: dict[tuple[str, str], Release] = {}
    diagnostics: list[Diagnostic] = []
    known = places(platform)
    for path in _paths(root):
        if path not in known:
            plain = path.count("/") == 2 and not (root / path).is_symlink()
            span = Span(path, 1, 1, 1, 1) if plain else None  # a link is not shown: it may lead anywhere
            diagnostics.append(_of_nothing(path, span, platform))
            continue
        file = read_file(root, path)
        if file is not None:
            diagnostics += file.diagnostics
            if file.release is not None:
                environment, service = known[path]
                releases[environment.name, service.name] = file.release
    return Found(releases, tuple(diagnostics))


def findings(root: Path, platform: Platform) -> tuple[Diagnostic, ...]:
    """What `plano check` says of the releases."""
    return find(root, platform).diagnostics


def _paths(root: Path) -> Iterator[str]:
    """What looks like a release, sorted: files of YAML and links, at any depth. A link is named, never followed."""
    base = root / FOLDER
    if base.is_symlink():
        yield FOLDER
        return
    for folder, names, files in os.walk(base):
        names.sort()
        links = [name for name in names if (Path(folder) / name).is_symlink()]
        wanted = [name for name in files if name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")]
        for name in sorted((*links, *wanted)):
            yield os.fsencode(Path(folder, name).relative_to(root).as_posix()).decode("utf-8", "replace")


def _of_nothing(path: str, span: Span | None, platform: Platform) -> Diagnostic:
    """The warning of a file that no environment and service claims: Argo CD would render what is not there."""
    parts = path.removeprefix(f"{FOLDER}/").split("/")
    environments = [each.name for each in platform.environments]
    services = [each.name for each in released(platform)]
    name = parts[-1].rpartition(".")[0] or parts[-1]
    near = None
    if len(parts) != 2:
        said = f"{path} is the release of nothing: a release stands at {path_of('ENVIRONMENT', 'SERVICE')}"
    elif parts[0] not in environments:
        said = f"{path} is the release of nothing: the blueprint has no environment '{parts[0]}'"
        near = nearest(parts[0], environments)
    elif name not in services:
        said = f"{path} is the release of nothing: the blueprint has no service '{name}' that is deployed"
        near = nearest(name, services)
    else:
        said = f"{path} is the release of nothing: the name of a release ends in '.yaml'"
        near = f"{name}.yaml"
    mend = "remove the file; what still runs of it is removed in Argo CD, by hand"
    mend = f"did you mean '{near}'? Else {mend}" if near else mend
    return Diagnostic("release-of-nothing", Severity.WARNING, said, span, "", mend)
