"""Doing a rename whole: what it will do is written down first, so that one cut short is ended by the next command.

`.plano/rename.json` names every move, and every file with its text before and after. While it lies there the
disk may be between both; each of its steps can be done again, and does nothing where it was done.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plano.output.disk import Disk
from plano.output.errors import refusal
from plano.output.placing import place
from plano.output.write import replace
from plano.renaming.files import Write
from plano.renaming.moves import Move
from plano.renaming.planning import Plan
from plano.renaming.targets import RenameError

INTENT = ".plano/rename.json"
_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Intent:
    """A rename as it was written down. `title` says which: `service orders sales`."""

    title: str
    moves: tuple[Move, ...]
    writes: tuple[Write, ...]


def intent_of(plan: Plan, title: str) -> Intent:
    """What is to be done of a plan."""
    return Intent(title, plan.moves, plan.writes)


def announce(root: Path, intent: Intent) -> None:
    """Write down what will be done. OutputError where the system does not let it."""
    (root / INTENT).parent.mkdir(exist_ok=True)
    place(root, INTENT, _text(intent).encode())


def read_intent(root: Path) -> Intent | None:
    """The rename that was cut short; None where none was. RenameError for a file that says none."""
    raw = Disk(root).read(INTENT, _LARGEST)
    if raw is None:
        return None
    try:
        found = json.loads(raw)
        moves = tuple(Move(_inside(old), _inside(new)) for old, new in found["moves"])
        writes = tuple(
            Write(path, _before(path, each["before"]), _bytes(each["after"]))
            for each in found["writes"]
            for path in [_inside(each["path"])]
        )
        return Intent(str(found["title"]), moves, writes)
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise RenameError(
            f"{INTENT} says no rename, so that nothing was done: remove it, and see 'git status' for what it left"
        ) from error


def finish(root: Path, intent: Intent) -> None:
    """Do all that is not done yet, and remove the intent.

    RenameError, before anything is touched, where somebody has changed since what it would write or move.
    """
    _insist_as_left(root, intent)
    for each in intent.moves:
        _move(root, each)
    for write in intent.writes:
        if not os.path.lexists(root / write.path) or (root / write.path).read_bytes() != write.after:
            replace(root / write.path, write.after)
    try:
        for path in (*(each.path for each in intent.writes), INTENT):
            _tidy(root / path)
        (root / INTENT).unlink()
    except OSError as error:
        raise refusal(error, INTENT, "removed") from error


def _move(root: Path, move: Move) -> None:
    old, new = root / move.old, root / move.new
    if not os.path.lexists(old):
        return
    try:
        os.rename(old, new)
    except OSError as error:
        raise refusal(error, move.new) from error


def _tidy(path: Path) -> None:
    """Remove what a killed process left half written beside a file."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9]+\.tmp")
    for each in path.parent.iterdir():
        if ours.fullmatch(each.name):
            each.unlink()


def _insist_as_left(root: Path, intent: Intent) -> None:
    for move in intent.moves:
        there, gone = os.path.lexists(root / move.new), not os.path.lexists(root / move.old)
        if there != gone:
            said = f"{move.old} and {move.new} are both there" if there else f"{move.old} is gone"
            raise RenameError(f"the rename that was cut short cannot go on: {said}. {_GIVE_UP}")
    for write in intent.writes:
        path = next((path for path in _places(write.path, intent) if os.path.lexists(root / path)), None)
        if path is None and write.before is None:
            continue
        if path is None or not (root / path).is_file() or (root / path).read_bytes() not in (write.before, write.after):
            raise RenameError(
                f"{path or write.path} was changed since the rename was cut short, and nothing of it is overwritten. "
                f"{_GIVE_UP}"
            )


_GIVE_UP = f"Put it back, or remove {INTENT} and end the rename by hand: 'before' and 'after' of each file stand in it"


def _places(path: str, intent: Intent) -> tuple[str, ...]:
    """Where a file may stand now: where it goes, and where it comes from."""
    old = (each.old + path.removeprefix(each.new) for each in intent.moves if f"{path}/".startswith(f"{each.new}/"))
    return (path, *old)


def _text(intent: Intent) -> str:
    said = {
        "title": intent.title,
        "moves": [[each.old, each.new] for each in intent.moves],
        "writes": [
            {
                "path": each.path,
                "before": None if each.before is None else _packed(each.before),
                "after": _packed(each.after),
            }
            for each in intent.writes
        ],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _packed(content: bytes) -> str | dict[str, str]:
    """A file's bytes as text where they are text, so that a person can read and take them from here."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


_MADE = re.compile(r"services/[^/]+/migrations/[0-9]+_[a-z0-9_]+\.py")
"""What a rename makes that was not there: a migration."""


def _before(path: str, packed: object) -> bytes | None:
    """A file's bytes; None of one that was not there."""
    if packed is None and _MADE.fullmatch(path):
        return None
    return _bytes(packed)


def _bytes(packed: object) -> bytes:
    if isinstance(packed, str):
        return packed.encode()
    if isinstance(packed, dict):
        return base64.b64decode(str(packed["base64"]), validate=True)
    raise ValueError("neither a text nor bytes")


def _inside(path: object) -> str:
    """A path below the root, and none of Git's or ours: an intent is read as if anybody had written it."""
    parts = PurePosixPath(str(path)).parts
    if not parts or str(path).startswith("/") or ".." in parts or parts[0] in (".git", ".plano") or "\\" in str(path):
        raise ValueError(f"no path of a rename: {path}")
    return str(path)
