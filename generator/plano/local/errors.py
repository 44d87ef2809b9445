"""What stops the local platform, in words for its user."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


class LocalError(Exception):
    """Why something cannot run here: one sentence, and what to do about it."""


@contextmanager
def writing(path: Path, done: str = "written", again: str = "plano up") -> Iterator[None]:
    """The block does something at `path` or below it: there it is `done`. LocalError where the machine forbids it.

    `again` is the command that goes on once that is mended.
    """
    try:
        yield
    except OSError as error:
        mend = f"See whether {path.parent} is a folder, has room and is yours"
        if error.errno in _FULL:
            mend = "Make room"
        elif error.errno in _CLOSED:
            mend = "Let yourself write there"
        told = error.strerror or type(error).__name__
        raise LocalError(f"{path} cannot be {done}: {told}. {mend}, then {again} again") from error
