"""One writer at a time: what a command says, and how it ends, where another plano writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click


class OtherWriterError(click.ClickException):
    """Ends a command with exit code 1; its text is shown as it is."""

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


@contextmanager
def one_writer() -> Iterator[None]:
    """OtherWriterError where what is done within finds the lock held by another."""
    from plano.output.lock import LockedError

    try:
        yield
    except LockedError as error:
        said = f"another plano writes here (process {error.owner}): wait for it to end"
        raise OtherWriterError(said) from None


@contextmanager
def locked(root: Path, *, ends: bool = False) -> Iterator[None]:
    """Hold the lock of the repository at `root` (`ends`: to end a run that was cut short); errors as `one_writer`'s."""
    from plano.output.lock import writing

    with one_writer(), writing(root, ends=ends):
        yield
