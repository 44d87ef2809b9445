"""Whether what stands on the disk is whole enough to be left as it is."""

from __future__ import annotations

from dataclasses import replace

from plano.diagnostics.model import Diagnostic
from plano.output.compare import Comparison, State
from plano.output.findings import findings
from plano.output.tree import Tree

_UNREADY = (State.MISSING, State.STALE, State.ORPHANED)


def unready(tree: Tree, comparison: Comparison) -> tuple[Diagnostic, ...]:
    """The errors that stand in the way: derived files that are missing, stale or orphaned, or have no place.

    What was edited by hand is none, nor are indexes: both are the user's from now on, or go.
    """
    once = {path for path, file in tree.files.items() if file.once}
    changes = tuple(
        change
        for change in comparison.changes
        if change.path not in once
        and (change.state in _UNREADY or (change.state is State.FOREIGN and change.on_disk is None))
    )
    return findings(tree, replace(comparison, changes=changes, stale_indexes=(), untidy_indexes=()))
