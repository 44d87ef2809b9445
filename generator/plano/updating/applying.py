"""Putting in place what was made aside: announced first, so that a run that is killed is ended by the next.

The journal knows each file before and after. What is neither of the two is somebody's edit since, and stays.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from plano.output.disk import Disk
from plano.output.errors import OutputError, refusal
from plano.output.index import fingerprint
from plano.output.placing import place, prune
from plano.output.survey import beside, of_ours, temporary_name

STAGE = ".plano/update"
JOURNAL = f"{STAGE}/journal.json"


@dataclass(frozen=True, slots=True)
class Move:
    """One file: its fingerprint in place and aside, empty where there is none; `source` is where it lies aside."""

    path: str
    before: str
    after: str
    source: str


@dataclass(frozen=True, slots=True)
class Announced:
    """What is to be put in place, and what there is to say when it is."""

    moves: tuple[Move, ...]
    said: tuple[str, ...]
    code: int


def cleared(root: Path) -> Path:
    """A new folder to make things in aside, all others removed. OutputError where the system does not let it.

    Its name is this process's: what a killed run had started, such as Git, may still write into another for a moment.
    """
    folder = root.resolve() / STAGE / str(os.getpid())
    try:
        shutil.rmtree(root / STAGE, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise refusal(error, STAGE) from error
    return folder


def moves(root: Path, made: Path, paths: Iterable[str]) -> tuple[Move, ...]:
    """What must be put in place of `paths`, which differ between HEAD and the clone at `made`."""
    found = (
        Move(path, _look(root / path), _look(made / path), str((made / path).relative_to(root.resolve())))
        for path in paths
    )
    return tuple(move for move in found if move.before != move.after)


def in_the_way(root: Path, added: Iterable[str]) -> tuple[str, ...]:
    """Those of `added`, which HEAD has not, where something stands that Git does not keep, such as an ignored file."""
    disk = Disk(root)
    return tuple(path for path in added if disk.obstacle(path))


def announce(root: Path, announced: Announced) -> None:
    """Say what will be put in place: from now on the next run ends this one."""
    place(root, JOURNAL, json.dumps(asdict(announced), indent=1).encode())


def begun(root: Path) -> Announced | None:
    """What a run that was killed had announced."""
    path = root / JOURNAL
    if not path.is_file():
        return None
    read = json.loads(path.read_bytes())
    return Announced(tuple(Move(**each) for each in read["moves"]), tuple(read["said"]), read["code"])


def apply(root: Path, announced: Announced) -> tuple[str, ...]:
    """Put all in place; gives the paths that somebody changed meanwhile, which stay as they are.

    It can be done again as often as it was cut short. OutputError where the system does not let it.
    """
    kept: list[str] = []
    _clear_up(root, [move.path for move in announced.moves])
    for move in announced.moves:
        now = _look(root / move.path)
        if now == move.after:
            continue
        if now != move.before:
            kept.append(move.path)
        elif move.after:
            _put(root, move)
        else:
            prune(root, move.path)
    return tuple(kept)


def discard(root: Path) -> None:
    """Remove what was made aside; the journal first, since without it the rest means nothing."""
    (root / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(root / STAGE, ignore_errors=True)


def _clear_up(root: Path, paths: Sequence[str]) -> None:
    """Remove what a killed run left of files that were not whole yet."""
    for path in of_ours(beside(root, Disk(root), paths), frozenset(paths).__contains__):
        prune(root, path)


def _put(root: Path, move: Move) -> None:
    made = root / move.source
    if not os.path.lexists(made):
        said = f"{move.source} is gone, so the update cannot be ended: remove {STAGE}, and run it again"
        raise OutputError(move.path, said)
    if not made.is_symlink():
        place(root, move.path, made.read_bytes(), made.stat().st_mode & 0o777)
        return
    target = root / move.path
    temporary = target.with_name(temporary_name(target.name))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        os.symlink(os.readlink(made), temporary)
        os.replace(temporary, target)
    except OSError as error:
        raise refusal(error, move.path) from error


def _look(path: Path) -> str:
    """What Git keeps of a file: its content or where it links to, and whether it can be run; empty where none is."""
    try:
        if path.is_symlink():
            return f"link {fingerprint(os.readlink(path).encode())}"
        runs = " runs" if path.stat().st_mode & 0o100 else ""
        return fingerprint(path.read_bytes()) + runs
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
