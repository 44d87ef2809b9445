"""`plano generate` where there is nothing to do: known before anything heavy is imported, click included."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from plano.emitters.templates import templates_root
from plano.output import plain
from plano.output.stamp import generator, inputs, renderer, unchanged

_PACKAGE = Path(__file__).resolve().parents[1]


def nothing_to_do(root: Path) -> bool:
    """Whether all is as the last run left it, and it could say so."""
    started = time.perf_counter()
    left = unchanged(root, seen(root))
    if left is None:
        return False
    taken = time.perf_counter() - started
    try:
        if left.said:
            sys.stderr.write(f"{left.said} plano check shows them.\n")
        counted = f"{left.total} files are in place, first versions of yours counted"
        sys.stdout.write(f"Nothing to write: {counted}, in {taken:.2f} s.\n")
        sys.stdout.flush()
    except OSError:  # the command itself tells what is wrong with the stream
        return False
    return True


def seen(root: Path) -> str:
    """The fingerprint of all that decides what is written, the files that the blueprint names among it."""
    return inputs(root, _PACKAGE, templates_root()) + _named(root)


def _named(root: Path) -> str:
    """The fingerprint of the files that the blueprint names. Where none is named nothing is imported for it."""
    try:
        blueprint, _ = plain.read(f"{root}/blueprint.yaml", links=True)
    except (OSError, ValueError):
        return ""
    if b"openapi" not in blueprint:
        return ""
    from plano.externals.inputs import fingerprint

    return fingerprint(root, blueprint.decode("utf-8", "replace"))


def plugged(root: Path) -> Iterator[str]:
    """What other packages brought to a run: their modules that were imported and their templates, as paths from `root`.

    One that is installed from its own folder is edited there, which no time of the installed packages tells.
    """
    from importlib.metadata import entry_points

    from plano.emitters.templates import plugged_folders
    from plano.plugins.interface import EMITTERS, RULES

    packages = {point.module.partition(".")[0] for group in (EMITTERS, RULES) for point in entry_points(group=group)}
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] in packages]
    found = [file for module in modules if (file := getattr(module, "__file__", None))]
    for top in plugged_folders().values():
        for folder, _, files in os.walk(top):
            found += [folder, *(f"{folder}/{file}" for file in files)]
    here = os.path.realpath(root)
    yield from (os.path.relpath(os.path.realpath(file), here) for file in found)


def seen_generator() -> str:
    """The fingerprint of the code that runs."""
    return generator(_PACKAGE)


def seen_renderer(root: Path) -> str:
    """The fingerprint of what makes files of a platform."""
    return renderer(root, _PACKAGE, templates_root())
