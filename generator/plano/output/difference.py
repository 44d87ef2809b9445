"""The difference between the disk and the tree: as a patch, which `git apply` and `patch -p1` take, and in numbers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plano.diagnostics.sourceline import safe
from plano.output.compare import Change, Comparison, State
from plano.output.findings import counted
from plano.output.tree import Tree

_NOWHERE = "/dev/null"
_STEERING = re.compile(r'[\x00-\x1f\x7f-\x9f"\\]')
_UNFINISHED = "\\ No newline at end of file\n"
_SHORTEST_GRAPH = 10  # columns, however long the paths are


@dataclass(frozen=True, slots=True)
class Difference:
    """What writing would do to one path.

    `state` is the value of a `State`. `added` and `removed` are lines; both are None where there are no lines to
    count: in files that are not UTF-8, and where a folder or a link is in the way. `patch` is this file's part of
    the whole, with its ends of lines; it is empty where no patch says how to move what is in the way.
    """

    path: str
    state: str
    added: int | None
    removed: int | None
    patch: str


def differences(tree: Tree, comparison: Comparison) -> Iterator[Difference]:
    """All that would make the disk the tree, by path; none where nothing differs.

    A first version of a file of yours that is not there yet is in it too. The indexes are not: they follow.
    """
    for change in comparison.changes:
        file = tree.files.get(change.path)
        yield _one(change, file.content if file is not None else None)


def stat(differences: Sequence[Difference], width: int) -> Iterator[str]:
    """One line for each difference, and one for all, as `git diff --stat` shows them; none where there are none.

    `width` is the terminal's, in columns. A path that is too long keeps its end. A state other than `stale` is named.
    """
    if not differences:
        return
    states = ["" if each.state == State.STALE.value else f" ({each.state})" for each in differences]
    names = [f"{safe(each.path)}{state}" for each, state in zip(differences, states, strict=True)]
    sums = [None if each.added is None or each.removed is None else each.added + each.removed for each in differences]
    counts = ["-" if lines is None else str(lines) for lines in sums]
    digits, most = max(map(len, counts)), max(lines or 0 for lines in sums)
    room = max(width - digits - 5, 2 * _SHORTEST_GRAPH)  # without the blanks and the bar between the columns
    column = min(max(map(len, names)), room - min(_SHORTEST_GRAPH, most))
    for each, name, count in zip(differences, names, counts, strict=True):
        shown = name if len(name) <= column else f"…{name[len(name) - column + 1 :]}"
        graph = _graph(each.added or 0, each.removed or 0, most, room - column)
        yield f" {shown:<{column}} | {count:>{digits}} {graph}".rstrip()
    added, removed = sum(each.added or 0 for each in differences), sum(each.removed or 0 for each in differences)
    ends = [f" {counted(len(differences), 'file')} would change"]
    ends += [f"{counted(added, 'insertion')}(+)"] if added else []
    ends += [f"{counted(removed, 'deletion')}(-)"] if removed else []
    yield ", ".join(ends)


def _graph(added: int, removed: int, most: int, room: int) -> str:
    """A plus for each line that comes and a minus for each that goes; fewer of both where `most` has no room."""
    if most > room:
        added, removed = -(-added * room // most), -(-removed * room // most)
        if added + removed > room:  # both were rounded up
            added, removed = (added - 1, removed) if added > removed else (added, removed - 1)
    return "+" * added + "-" * removed


def _one(change: Change, after: bytes | None) -> Difference:
    before = change.on_disk
    if change.state is State.FOREIGN and before is None:
        return Difference(change.path, change.state.value, None, None, "")
    sides = _quoted(f"a/{change.path}"), _quoted(f"b/{change.path}")
    old = _NOWHERE if before is None else sides[0]
    new = _NOWHERE if after is None else sides[1]
    try:
        lines = _lines(before), _lines(after)
    except UnicodeDecodeError:
        patch = f"Binary files {old} and {new} differ\n"
        return Difference(change.path, change.state.value, None, None, patch)
    head = [f"diff --git {sides[0]} {sides[1]}\n"]
    if before is None:
        head.append("new file mode 100644\n")
    elif after is None:
        head.append("deleted file mode 100644\n")
    body = list(difflib.unified_diff(*lines, old, new))
    added, removed = (sum(line.startswith(sign) for line in body[2:]) for sign in "+-")
    ended = (line if line.endswith("\n") else f"{line}\n{_UNFINISHED}" for line in body)
    return Difference(change.path, change.state.value, added, removed, "".join((*head, *ended)))


def _quoted(path: str) -> str:
    """A path as Git writes it into a patch: in quotes, with codes, where it has a character that steers a terminal.

    Source: `core.quotePath` in Git's manual, and `quote.c` in Git.
    """
    if not _STEERING.search(path):
        return path
    return '"' + _STEERING.sub(lambda found: "".join(f"\\{each:03o}" for each in found[0].encode()), path) + '"'


def _lines(content: bytes | None) -> list[str]:
    """Lines by LF alone, with their ends, as Git counts them."""
    parts = (content or b"").decode().split("\n")
    ended = [f"{part}\n" for part in parts[:-1]]
    return [*ended, parts[-1]] if parts[-1] else ended
