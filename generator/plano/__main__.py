"""The command `plano`."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def main() -> int:
    """Run the command line; the exit code is that of `design/README.md`: 0, 1, 2 or 3."""
    _open_streams()
    arguments = sys.argv[1:]
    if arguments in ([], ["--help"], ["-h"]):
        from plano.cli.registry import overview

        try:
            sys.stdout.write(overview())
            sys.stdout.flush()
            return 0
        except OSError:
            pass  # the group itself tells what is wrong with the stream
    root = _generated(arguments)
    if root is not None:
        from plano.cli.unchanged import nothing_to_do

        if nothing_to_do(root):
            return 0
    from plano.cli.main import run
    from plano.cli.streams import tell_full_streams

    tell_full_streams()
    code = run(arguments)
    gc.freeze()  # all goes with the process: a last search for garbage would go through all that is alive
    return code


def _open_streams() -> None:
    """Open to nobody what the caller has closed: else the next file that is opened would get its number, and words."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nobody = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nobody, mode, encoding="utf-8", errors="backslashreplace"))


def _generated(arguments: list[str]) -> Path | None:
    """The root of which all is to be generated, if that is all that is asked for."""
    if arguments[-1:] != ["generate"]:
        return None
    from pathlib import Path

    from plano.cli.root import find_root

    match arguments[:-1]:
        case []:
            try:
                return find_root(Path.cwd())
            except OSError:  # the folder is no longer there
                return None
        case ["--root", folder]:
            return Path(folder)
        case ["--blueprint", file] if Path(file).name == "blueprint.yaml":
            return Path(file).parent
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
