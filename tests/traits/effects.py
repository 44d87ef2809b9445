"""What a key of a blueprint does, found by taking it away: other files, something that is said, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase

from plano.change.alterations import keys
from plano.change.provenance import specs
from plano.emitters.base import FileSpec
from plano.emitters.render import render
from plano.language.places import Path
from plano.pipeline import Checked, check_text
from plano.platform.model import Platform
from tests.constraints.edits import Data, put, remove

Emit = Callable[[Platform], Mapping[str, FileSpec]]


class Reference:
    """A blueprint without faults, what is said of it, and what is emitted for it by `emit`."""

    def __init__(self, data: Data, emit: Emit = specs) -> None:
        self.data = data
        self._emit = emit
        checked = check_text(json.dumps(data))
        assert checked.platform is not None, checked.diagnostics
        self._said = _said(checked)
        self._files = emit(checked.platform)

    def written(self) -> Iterator[Path]:
        """Every key, outermost first."""
        return (key for key in keys(self.data) if isinstance(key[-1], str))

    def idle(self, key: Path) -> bool:
        """Whether nothing at all comes of taking the key away."""
        return not self._differs(remove(self.data, key))

    def decides(self, key: Path, value: str | int | bool) -> bool:
        """Whether `value` at the key is valid, and then something else is emitted."""
        checked = check_text(json.dumps(put(self.data, key, value)))
        return checked.platform is not None and self._emits_else(checked.platform)

    def _differs(self, data: Data) -> bool:
        checked = check_text(json.dumps(data))
        return checked.platform is None or _said(checked) != self._said or self._emits_else(checked.platform)

    def _emits_else(self, platform: Platform) -> bool:
        files = self._emit(platform)
        return files.keys() != self._files.keys() or any(
            spec != self._files[path] and render(spec) != render(self._files[path]) for path, spec in files.items()
        )


def named(key: Path) -> str:
    """A key as it is written in the lists: its steps, with spaces between."""
    return " ".join(map(str, key))


def matches(key: Path, pattern: str) -> bool:
    """Whether the key is one of a pattern's: `*` is any one step, or a part of one."""
    steps = pattern.split(" ")
    return len(steps) == len(key) and all(fnmatchcase(str(step), part) for step, part in zip(key, steps, strict=True))


def _said(checked: Checked) -> list[tuple[str, str, str]]:
    """What is said of a blueprint, but for what it says of everything that has no emitter yet."""
    return sorted((each.code, each.subject, each.message) for each in checked.diagnostics if each.code != "not-emitted")
