"""Which process a number means: a process id alone may have been given to another since it was noted."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

import psutil

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def born(pid: int) -> str:
    """When the process began, as a text to compare; empty where none of that number lives.

    On Linux it counts from the boot: a start in seconds of the day, as psutil gives it, moves whenever the
    clock is set, and a process would then seem to be another.
    """
    if pid <= 0:
        return ""
    if sys.platform == "linux":
        try:
            told = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        except OSError:
            return ""
        fields = told.rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else f"{_BOOT.read_text().strip()}:{fields[19]}"
    try:
        return str(psutil.Process(pid).create_time())
    except psutil.Error:
        return ""


def lives(pid: int, since: str) -> bool:
    """Whether that very process still lives."""
    return bool(since) and born(pid) == since


def end(pid: int, since: str, seconds: float) -> bool:
    """End that very process and its group: asked first, killed after `seconds`. Gives whether it lived."""
    if not lives(pid, since):
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    limit = time.monotonic() + seconds
    while lives(pid, since) and time.monotonic() < limit:
        time.sleep(0.05)
    end_group(pid)
    return True


def end_group(leader: int) -> None:
    """Kill what is left of the process group that `leader` made."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
