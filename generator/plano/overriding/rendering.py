"""Who is to blame where a file cannot be made: an override, a plug-in, or Plano itself."""

from __future__ import annotations

import re
import traceback

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.emitters.base import FileSpec, Template
from plano.emitters.render import render, view_of
from plano.overriding.model import FOLDER, Overrides
from plano.plugins.guard import Caught, raised

_LACKS = re.compile(r"'(?:[\w.]+\.)?(\w+) object' has no attribute '(\w+)'")


def made(spec: FileSpec, overrides: Overrides) -> bytes | Diagnostic:
    """The bytes of `spec`, or the error of the override or the plug-in that keeps it from being made.

    Whatever else is raised is a bug of ours, and goes on.
    """
    try:
        return render(spec, overrides)
    except Exception as error:
        found = blamed(error, spec, overrides)
        if found is None:
            raise
        return found


def blamed(error: Exception, spec: FileSpec, overrides: Overrides) -> Diagnostic | None:
    """The error that tells a person which override or plug-in failed, and where; None where neither did."""
    from plano.emitters.registry import plugged

    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if frame.filename.startswith(f"{FOLDER}/"):
            return _at(frame.filename, frame.lineno or 1, error, spec)
    plugin = next((each for each in plugged().emitters if each.name == spec.emitter), None)
    if plugin is not None:
        return plugin.package.finding(f"cannot make {spec.path}: it {raised(error)}")
    taken = [each for each in overrides.every if _takes(spec, each.path)]
    return _at(taken[0].file, 1, error, spec) if taken and _works(spec) else None


def _takes(spec: FileSpec, path: str) -> bool:
    """Whether the template of `spec` is the one at `path`, or may take macros from it: they are of one emitter."""
    return isinstance(spec.source, Template) and spec.source.path.partition("/")[0] == path.partition("/")[0]


def _works(spec: FileSpec) -> bool:
    """Whether Plano's own templates can make the file: then it is an override that keeps it from being made."""
    with Caught() as caught:
        render(spec)
    return caught.error is None


def _at(file: str, line: int, error: Exception, spec: FileSpec) -> Diagnostic:
    """The error at a line of an override. Its source is not here, so the whole line is marked."""
    said = " ".join(str(error).split()) or type(error).__name__
    mend = "mend it there, or take the override away"
    lacks = _LACKS.search(said)
    if lacks is not None:
        said = f"there is no {lacks[2]!r} in a {lacks[1]}"
        view = view_of(spec)
        mend = f"it has {_shown(view)}" if type(view).__name__ == lacks[1] else mend
    message = f"override {file.removeprefix(f'{FOLDER}/')}: nothing can be made from it: {said}"
    return Diagnostic("bad-override", Severity.ERROR, message, Span(file, line, 1, line, 2), "", mend)


def _shown(view: object) -> str:
    """The names that a view has for a template, with commas between."""
    names = [name for name in dir(view) if not name.startswith("_")]
    return ", ".join(names)
