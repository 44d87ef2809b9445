"""What is left behind when Plano itself fails: one file to attach, which holds no secrets."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from plano import __version__
from plano.cli.root import find_root
from plano.output.plain import KEPT, write_kept

REPORT = f"{KEPT}/report.txt"


def write_report(error: BaseException, arguments: Sequence[str]) -> int:
    """Write `.plano/report.txt`, say so on stderr, and give exit code 3.

    The report holds versions, the command's name and the places in Plano's code that the error passed.
    It holds no message, no value and no line of a blueprint, since any of them may be confidential. Where no file can
    be written, or a link stands in the way, it goes to stderr.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"plano {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"command: {next((word for word in arguments if not word.startswith('-')), '')}",
        f"error: {type(error).__module__}.{type(error).__qualname__}",
        *(f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} in {frame.name}" for frame in frames),
    ]
    summary = f"plano: this is a bug of ours: {type(error).__name__}: {error}"
    try:
        root = _root(arguments)
        with suppress(FileExistsError):
            (root / KEPT).mkdir()
        write_kept(root, REPORT, ("\n".join(lines) + "\n").encode())
    except OSError:
        sys.stderr.write(summary + "\n" + "\n".join(lines) + "\n")
        return 3
    sys.stderr.write(f"{summary}\nPlease attach {root / REPORT}; it holds no values of yours.\n")
    return 3


def _root(arguments: Sequence[str]) -> Path:
    for word, following in zip(arguments, (*arguments[1:], ""), strict=True):
        if word == "--root":
            return Path(following)
    return find_root(Path.cwd())
