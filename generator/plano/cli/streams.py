"""The streams of the process, of which a full one ends a run with a sentence, and not as a bug."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from plano.output.errors import refusal


class Stream(io.TextIOWrapper):
    """A stream that raises OutputError where the system does not take what is written; its rest goes to nobody.

    A reader that left early is a BrokenPipeError, as of any stream.
    """

    called = ""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise self._ended(error) from error

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            raise self._ended(error) from error

    def _ended(self, error: OSError) -> Exception:
        nobody = os.open(os.devnull, os.O_WRONLY)  # else Python fails on the same once more when it ends
        os.dup2(nobody, self.fileno())
        os.close(nobody)
        return error if isinstance(error, BrokenPipeError) else refusal(error, self.called)


def tell_full_streams() -> None:
    """Make standard output and standard error such streams."""
    sys.stdout = _told(sys.stdout, "standard output")
    sys.stderr = _told(sys.stderr, "standard error")


def _told(stream: TextIO, called: str) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding, errors, by_line = stream.encoding, stream.errors, stream.line_buffering
    told = Stream(stream.detach(), encoding, errors, line_buffering=by_line)
    told.called = called
    return told
