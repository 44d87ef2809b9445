"""One writer at a time, for commands that write a file or two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lock of the repository at `root`; where another holds it, click ends the command with code 1."""
    from plano.output.lock import LockedError, writing

    try:
        with writing(root):
            yield
    except LockedError as error:
        raise click.ClickException(f"another plano writes here (process {error.owner}): wait for it to end") from None
