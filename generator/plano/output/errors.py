"""What ends a run that the disk does not let happen."""

from __future__ import annotations

import os


class OutputError(Exception):
    """A file could not be read or written: `place` is its path, `reason` what the system says of it.

    Its text is one sentence for a person. It is no bug: the disk is full, or what stands there is not ours.
    """

    def __init__(self, place: str, reason: str, verb: str = "written") -> None:
        super().__init__(f"{place} cannot be {verb}: {reason}")
        self.place = place
        self.reason = reason


def refusal(error: OSError, place: str, verb: str = "written") -> OutputError:
    """What the system refused, in words: a full disk as `no space left on device`, without number and class."""
    said = os.strerror(error.errno) if error.errno else str(error)
    return OutputError(place, said[:1].lower() + said[1:], verb)
