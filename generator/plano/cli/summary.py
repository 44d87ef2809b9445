"""What a generation did, in a few lines: subject, count, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from plano.diagnostics.sourceline import safe
from plano.output.findings import counted
from plano.output.tree import Tree
from plano.output.write import Written

YOURS = "yours"


def changes(tree: Tree, written: Written) -> Iterator[str]:
    """One line for each subject and kind of change; none where nothing changed."""
    rows: list[tuple[str, str, str]] = []
    for verb, paths in (("changed", written.changed), ("added", written.added), ("removed", written.removed)):
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for path in paths:
            groups[_subject(tree, path)].append(path)
        rows += [(name, f"{counted(len(those), 'file')} {verb}", _shown(those)) for name, those in groups.items()]
    yield from table(sorted(rows, key=lambda row: (row[0] == YOURS, row[0])))


def table(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Rows of subject, what, and where, in columns; a path may come from an index, which anybody may have written."""
    found = [(safe(subject), what, safe(where)) for subject, what, where in rows]
    first = max((len(row[0]) for row in found), default=0)
    second = max((len(row[1]) for row in found), default=0)
    for subject, what, where in found:
        yield f"{subject:<{max(first, 10)}}  {what:<{max(second, 18)}}  {where}"


def closing(total: int, written: Written, seconds: float) -> str:
    """The last line. `total` counts all files of the tree, first versions that are the user's among them."""
    count = len(written.changed) + len(written.added)
    if not count and not written.removed:
        are = "is" if total == 1 else "are"
        there = f"{counted(total, 'file')} {are} in place, first versions of yours counted"
        return f"Nothing to write: {there}, in {seconds:.2f} s."
    return f"{count} of {total} files written, {len(written.removed)} removed, in {seconds:.2f} s."


def _subject(tree: Tree, path: str) -> str:
    file = tree.files.get(path)
    if file is not None and file.once:
        return YOURS
    parts = path.split("/")
    return parts[2] if parts[1:2] == ["services"] and len(parts) > 3 else parts[1] if len(parts) > 2 else parts[0]


def _shown(paths: list[str]) -> str:
    return paths[0] + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
