"""What an update did, in a few lines: by kind of file, and each conflict with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plano.output.findings import counted
from plano.updating.applying import Move
from plano.updating.settling import Conflict

_KINDS = (
    ("derived", re.compile(r"generated/")),
    ("state", re.compile(r"(services/[^/]+/(migrations/|requirements\.lock$)|releases/.+/|secrets/)")),
    ("yours", re.compile(r"(services/|overrides/|blueprint\.yaml$)")),
)
"""The first that fits; the repository's other files are its scaffold."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it in the clone. `derived` is None where `generated/` was written, else why it was not."""

    before: str
    after: str
    language: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    edited: tuple[str, ...]
    lagging: tuple[str, ...]
    derived: str | None

    @property
    def code(self) -> int:
        """0 where nothing is left to do by hand."""
        return 1 if self.conflicts or self.edited or self.derived is not None else 0


def summary(outcome: Outcome, moves: Sequence[Move]) -> Iterator[str]:
    """The lines; the next step last."""
    if outcome.before == outcome.after:
        yield f"plano       {outcome.after}, as before"
    else:
        yield f"plano       {outcome.before} → {outcome.after}"
    for line in outcome.language:
        yield f"language    {line}"
    for kind in ("scaffold", "derived", "yours", "state"):
        those = [move for move in moves if _kind(move.path) == kind]
        if those:
            yield f"{kind:<10}  {', '.join(_counts(those))}    {_shown([move.path for move in those])}"
    for path in outcome.lagging:
        yield f"override    lags behind the template that it shadows: plano templates diff {path}"
    for path in outcome.edited:
        yield f"edited      {path} was edited by hand and stays so: plano adopt {path}, or plano generate --force"
    for conflict in outcome.conflicts:
        place = f"{conflict.path}:{conflict.line}" if conflict.line else conflict.path
        yield f"conflict    {place}    {conflict.said}".rstrip()
    if outcome.derived is not None:
        yield f"derived     generated/ is as it was: {outcome.derived}"
    yield _next(outcome, bool(moves))


def _next(outcome: Outcome, moved: bool) -> str:
    if outcome.conflicts:
        return f"\n{counted(len(outcome.conflicts), 'conflict')}: choose in each place, then run make and commit."
    if outcome.code:
        return "\nThe rest is in place. Settle what is named above, then run make and commit."
    return "\nNothing to settle: run make, read the difference, and commit." if moved else "\nNothing to update."


def _kind(path: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.match(path)), "scaffold")


def _counts(moves: Iterable[Move]) -> Iterator[str]:
    verbs = ["added" if not move.before else "changed" if move.after else "removed" for move in moves]
    for verb in ("changed", "added", "removed"):
        if number := verbs.count(verb):
            yield f"{counted(number, 'file')} {verb}"


def _shown(paths: list[str]) -> str:
    return paths[0] + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
