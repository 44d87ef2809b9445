"""An update from its beginning to its end; until the end nothing in the repository differs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.version import InvalidVersion, Version

from plano import __version__
from plano.output.pending import REQUIREMENTS, pinned
from plano.scaffold.errors import ScaffoldError
from plano.updating import applying
from plano.updating.applying import Announced
from plano.updating.merging import merge
from plano.updating.outcome import Outcome, summary
from plano.updating.program import Program, program
from plano.updating.repository import Clone, cloned, insist_on_clean, insist_on_same
from plano.updating.settling import Conflict

_STEP = re.compile(r"^\S+ +older-language: (.+)$", re.MULTILINE)
"""A line of `plano fix --language`: a step of the language that was taken."""

_UNFOLLOWED = re.compile(r"^error\[older-language\]: (.+: rewrite it by hand)$", re.MULTILINE)
"""And what it says where a step cannot follow how something is written."""

_EDITED = ("hand-edited", "hand-edited-orphan")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: a tag of the template or None for the newest, answers to new questions, no questions."""

    revision: str | None
    answers: Mapping[str, str]
    defaults: bool


def resumed(root: Path) -> tuple[Announced, tuple[str, ...]] | None:
    """End an update that was cut short while it was put in place: what it said, and what somebody changed since.

    The writer's lock must be held.
    """
    announced = applying.begun(root)
    return None if announced is None else (announced, applying.apply(root, announced))


def prepared(root: Path, wanted: Wanted) -> Announced:
    """The update of the platform at `root`, made aside: what would be put in place, and what there is to say.

    ScaffoldError where it cannot be. The writer's lock must be held.
    """
    insist_on_clean(root)
    folder = applying.cleared(root)
    clone = cloned(root, folder / "tree")
    before = _pinned(clone.root)
    found = merge(clone, folder, wanted.answers, wanted.revision, defaults=wanted.defaults)
    after = _pinned(clone.root)
    _insist_on_forward(before, after)
    outcome = _derived(program(after, folder / "program"), clone, before)
    hidden = applying.in_the_way(root, clone.added())
    moves = applying.moves(root, clone.root, [path for path in clone.differences() if path not in hidden])
    insist_on_same(root, clone)
    said = "something that Git does not keep stands where the update has a file: yours stays"
    outcome = replace(outcome, conflicts=(*found, *(Conflict(path, 1, said) for path in hidden)))
    return Announced(moves, tuple(summary(outcome, moves)), outcome.code)


def _pinned(root: Path) -> str:
    found = pinned(root)
    if found is None:
        raise ScaffoldError(f"{REQUIREMENTS} pins no version of plano: write one, such as plano[local]=={__version__}")
    return found


def _insist_on_forward(before: str, after: str) -> None:
    try:
        back = Version(after) < Version(before)
    except InvalidVersion as error:
        raise ScaffoldError(f"{REQUIREMENTS}: {error}") from None
    if back:
        said = f"this would go back from plano {before} to {after}, which may not know what this repository says by now"
        raise ScaffoldError(f"{said}. To undo an update, revert its commit")


def _derived(then: Program, clone: Clone, before: str) -> Outcome:
    """What the new version makes of the blueprint in the clone. A blueprint with errors stays, and so does generated/.

    ScaffoldError where the new version does not run here.
    """
    language = then.run(clone.root, "fix", "--language")
    if language.returncode == 0:
        then.run(clone.root, "generate", "--keep-edits")
    checked = then.run(clone.root, "check", "--format", "json")
    try:
        findings = json.loads(checked.stdout)
    except ValueError:
        lines = [line for line in checked.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"it ends with {checked.returncode} and says nothing"
        raise ScaffoldError(f"plano {then.version} does not run here: {reason}") from None
    errors = [each for each in findings if each["severity"] == "error"]
    edited = tuple(sorted({_subject(each) for each in errors if each["code"] in _EDITED}))
    lagging = tuple(sorted({_template(each) for each in findings if each["code"] == "override-outdated"}))
    others = [each for each in errors if each["code"] not in (*_EDITED, "missing-handler")]
    derived = f"{others[0]['message']} (plano check shows where)" if others else None
    if unfollowed := _UNFOLLOWED.search(language.stdout + language.stderr):
        derived = f"{unfollowed[1]} (then plano fix --language and make)"
    return Outcome(before, then.version, tuple(_STEP.findall(language.stdout)), (), edited, lagging, derived)


def _subject(finding: Mapping[str, object]) -> str:
    return str(finding["subject"]).removeprefix("file ")


def _template(finding: Mapping[str, object]) -> str:
    """The template that an override shadows, which is its path below `overrides/`."""
    return str(finding["file"]).removeprefix("overrides/")
