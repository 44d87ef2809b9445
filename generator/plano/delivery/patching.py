"""The values files that people write, `overrides/values/<environment>/<service>.yaml`: each may hold `patch` alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.emitters.chart import KINDS
from plano.emitters.chart.patchable import PATCHES, patch_path, patchable
from plano.emitters.chart.view import view
from plano.language.nearest import nearest
from plano.language.places import Path as Steps
from plano.language.places import Places
from plano.language.read import read
from plano.language.scalars import Value
from plano.output.disk import Disk
from plano.output.errors import OutputError
from plano.platform.model import Platform

LARGEST = 256 << 10
"""Bytes of a patch file."""

Known = Mapping[str, tuple[str, ...]]


def findings(root: Path, platform: Platform) -> tuple[Diagnostic, ...]:
    """What `plano check` says of these files: errors `bad-patch`. A file that is not there is no mistake."""
    known = places(platform)
    return tuple(found for path in _paths(root) for found in _of_file(root, path, known))


def places(platform: Platform) -> dict[str, Known]:
    """Every path at which a patch may stand, with what it may change there."""
    found: dict[str, Known] = {}
    for environment in platform.environments:
        for deployment in environment.deployments:
            service = platform.service(deployment.service)
            if service.kind in KINDS:
                known = patchable(view(service, deployment, environment, platform))
                found[patch_path(environment.name, service.name)] = known
    return found


def judged(text: str, path: str, known: Known) -> tuple[Diagnostic, ...]:
    """What is wrong with a patch; `path` is the name that spans carry, `known` what the service has there."""
    document = read(text, path)
    wrong = [each for each in document.diagnostics if each.severity is Severity.ERROR]
    if wrong:
        return tuple(replace(each, code="bad-patch", fix=None) for each in wrong)
    return tuple(_judged(document.value, document.places, known))


def _judged(value: Value, where: Places, known: Known) -> Iterator[Diagnostic]:
    if value is None:
        return
    if not isinstance(value, dict):
        yield _bad("a patch file is a map with the one key 'patch'", where.value(()))
        return
    for key in value:
        if key != "patch":
            mend = "what else a values file says is derived: change blueprint.yaml, or put it under 'patch'"
            yield _bad(f"a patch file has the key 'patch', and no '{key}'", where.key((key,)), mend)
    patch = value.get("patch", {})
    if not isinstance(patch, dict):
        yield _bad("'patch' is a map: kind, which one, what to change", where.value(("patch",)))
        return
    for kind, names in patch.items():
        if kind in known:
            yield from _names(names, ("patch", kind), where, known[kind])
        else:
            yield _unknown(f"the chart makes no {kind}", where.key(("patch", kind)), kind, known)


def _names(value: Value, steps: Steps, where: Places, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    kind = str(steps[-1])
    if not isinstance(value, dict):
        yield _bad(f"'{kind}' is a map: which one, then what to change in it", where.value(steps))
        return
    for name, change in value.items():
        if name not in known:
            yield _unknown(f"this service has no {kind} '{name}' here", where.key((*steps, name)), name, known)
        elif not isinstance(change, dict):
            yield _bad(f"a change of {kind} '{name}' is a map", where.value((*steps, name)))


def _of_file(root: Path, path: str, known: Mapping[str, Known]) -> Iterator[Diagnostic]:
    if path not in known:
        yield _of_nothing(path, known, plain=not (root / path).is_symlink())
        return
    try:
        raw = Disk(root).read(path, LARGEST + 1)
    except OutputError as error:
        yield _bad(str(error), None, "it must be a file that you may read")
        return
    if raw is None:
        yield _bad(f"{path} is a link or no plain file, and patches are read through none", None, "put a file there")
    elif len(raw) > LARGEST:
        yield _bad(f"{path} has more than {LARGEST >> 10} KiB", None, "shorten it")
    else:
        try:
            yield from judged(raw.decode("utf-8"), path, known[path])
        except UnicodeDecodeError:
            yield _bad(f"{path} is not UTF-8", None, "save it as UTF-8")


def _paths(root: Path) -> Iterator[str]:
    """Every file and link below the folder, sorted; names that begin with a dot are passed over."""
    base = root / PATCHES
    if base.is_symlink() or base.parent.is_symlink():
        yield PATCHES
        return
    for folder, names, files in os.walk(base):
        names[:] = sorted(name for name in names if not name.startswith("."))
        links = [name for name in names if (Path(folder) / name).is_symlink()]
        for name in sorted((*links, *files)):
            if not name.startswith("."):
                yield os.fsencode(Path(folder, name).relative_to(root).as_posix()).decode("utf-8", "replace")


def _of_nothing(path: str, known: Mapping[str, Known], *, plain: bool) -> Diagnostic:
    near = nearest(path, known)
    said = f"{path} patches nothing: a patch stands at {patch_path('ENVIRONMENT', 'SERVICE')}"
    span = Span(path, 1, 1, 1, 1) if plain else None  # a link is not shown: it may lead anywhere
    return _bad(said, span, f"did you mean '{near}'?" if near else "move it there, or remove it")


def _unknown(said: str, span: Span, name: str, known: Mapping[str, object] | tuple[str, ...]) -> Diagnostic:
    near = nearest(name, known)
    there = ", ".join(sorted(known)) or "nothing of the kind"
    return _bad(said, span, f"did you mean '{near}'?" if near else f"there is {there}")


def _bad(said: str, span: Span | None, mend: str = "generated/chart/README.md shows one") -> Diagnostic:
    return Diagnostic("bad-patch", Severity.ERROR, said, span, "", mend)
