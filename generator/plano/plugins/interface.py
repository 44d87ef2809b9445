"""What another package offers through the entry points `plano.emitters` and `plano.rules`.

An entry point names one `EmitterPlugin` or one `RulePlugin`. What their functions take and give is told in
docs/plugins.md; nothing else of Plano is promised to stay as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from plano.diagnostics.model import Diagnostic
from plano.emitters.base import FileSpec
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.platform.model import Platform

INTERFACE = 1
"""The version of all this. It grows when a plug-in that was right would no longer be; a release note says how."""

EMITTERS = "plano.emitters"
RULES = "plano.rules"


@dataclass(frozen=True, slots=True)
class EmitterPlugin:
    """One target. `files(platform)` says what to make, and is a pure function: no disk, no clock, no network.

    `name` is `emitter` in each FileSpec. `interface` is the number that the package was written for. `templates`
    is a folder that holds `<name>/…`, to which the paths of `Template` and `Copy` lead. `kinds` and `systems` are
    those of the blueprint for which it writes files, so that nobody is told that these are not written yet.
    """

    name: str
    files: Callable[[Platform], Iterable[FileSpec]]
    interface: int
    templates: Path | None = None
    kinds: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RulePlugin:
    """Rules of one package. `pages` maps every code that they find to its page, as `plano explain` shows it.

    `blueprint` judges what is written; `platform` what follows from it, where the blueprint has no error.
    """

    name: str
    pages: Mapping[str, str]
    interface: int
    blueprint: Callable[[Blueprint, Places], Iterable[Diagnostic]] | None = None
    platform: Callable[[Platform, Places], Iterable[Diagnostic]] | None = None
