"""The difference between the disk and the tree as a patch, which `git apply` and `patch -p1` take."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from plano.output.compare import Change, Comparison, State
from plano.output.tree import Tree

_NOWHERE = "/dev/null"
_UNFINISHED = "\\ No newline at end of file\n"


def patch(tree: Tree, comparison: Comparison) -> Iterator[str]:
    """The lines of the patch that would make the disk the tree, with their ends; none where nothing differs.

    A first version of a file of yours that is not there yet is in it too. The indexes are not: they follow.
    """
    for change in comparison.changes:
        file = tree.files.get(change.path)
        yield from _one(change, file.content if file is not None else None)


def _one(change: Change, after: bytes | None) -> Iterator[str]:
    before = change.on_disk
    if change.state is State.FOREIGN and before is None:
        return  # a folder or a link: no patch says how to move it away
    old = _NOWHERE if before is None else f"a/{change.path}"
    new = _NOWHERE if after is None else f"b/{change.path}"
    try:
        lines = _lines(before), _lines(after)
    except UnicodeDecodeError:
        yield f"Binary files {old} and {new} differ\n"
        return
    yield f"diff --git a/{change.path} b/{change.path}\n"
    if before is None:
        yield "new file mode 100644\n"
    elif after is None:
        yield "deleted file mode 100644\n"
    for line in difflib.unified_diff(*lines, old, new):
        yield line if line.endswith("\n") else f"{line}\n{_UNFINISHED}"


def _lines(content: bytes | None) -> list[str]:
    """Lines by LF alone, with their ends, as Git counts them."""
    parts = (content or b"").decode().split("\n")
    ended = [f"{part}\n" for part in parts[:-1]]
    return [*ended, parts[-1]] if parts[-1] else ended
