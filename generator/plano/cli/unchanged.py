"""`plano generate` where there is nothing to do: known before anything heavy is imported, click included."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from plano.emitters.templates import templates_root
from plano.output.stamp import generator, inputs, renderer, unchanged

_PACKAGE = Path(__file__).resolve().parents[1]


def nothing_to_do(root: Path) -> bool:
    """Whether all is as the last run left it; then it says so."""
    started = time.perf_counter()
    left = unchanged(root, seen(root))
    if left is None:
        return False
    if left.said:
        sys.stderr.write(f"{left.said} plano check shows them.\n")
    taken = time.perf_counter() - started
    sys.stdout.write(f"Nothing to write: {left.total} files are as the blueprint says, in {taken:.2f} s.\n")
    return True


def seen(root: Path) -> str:
    """The fingerprint of all that decides what is written."""
    return inputs(root, _PACKAGE, templates_root())


def seen_generator() -> str:
    """The fingerprint of the code that runs."""
    return generator(_PACKAGE)


def seen_renderer(root: Path) -> str:
    """The fingerprint of what makes files of a platform."""
    return renderer(root, _PACKAGE, templates_root())
