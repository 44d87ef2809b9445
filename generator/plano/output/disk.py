"""Reading below the root: plain files alone, through no link, and never more than there is memory for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from plano.output.errors import refusal
from plano.output.plain import opened
from plano.output.stamp import NO_STAMP, Stamp, look_of

LARGEST = 64 << 20
"""Bytes read of one file. No derived file is near it; what is larger differs from ours, however it goes on."""


class Disk:
    """Files below the root as they stand now. Folders are looked at once: make another for a disk that changed.

    `left` says how files looked when a run had written or read them; those of which it says nothing were touched.
    """

    def __init__(self, root: Path, left: Stamp = NO_STAMP) -> None:
        self._root = str(root)
        self._left = left
        self._folders: dict[str, bool] = {"": True}
        self._obstacles: dict[str, str] = {}
        self.looks: dict[str, str] = {}  # of what was read, or is untouched

    def read(self, path: str, most: int = LARGEST) -> bytes | None:
        """The first `most` bytes of a plain file; None where there is none, or a link on the way to it.

        OutputError where it is there, and the system does not let it be read.
        """
        if not self.real(path.rpartition("/")[0]):
            return None
        try:
            descriptor = opened(f"{self._root}/{path}")
        except PermissionError as error:
            raise refusal(error, path, "read") from error
        except OSError:
            return None
        try:
            found = os.fstat(descriptor)
            self.looks[path] = look_of(found)
            content = os.read(descriptor, min(found.st_size + 1, most))
            while len(content) < most and (more := os.read(descriptor, min(1 << 20, most - len(content)))):
                content += more
            return content
        except OSError as error:
            raise refusal(error, path, "read") from error
        finally:
            os.close(descriptor)

    def untouched(self, path: str) -> bool:
        """Whether a file looks as it was left, and no link leads to it: then its content is what it was."""
        known = self._left.looks.get(path)
        if not known or not self.real(path.rpartition("/")[0]) or not self._left.holds(path, f"{self._root}/{path}"):
            return False
        self.looks[path] = known
        return True

    def obstacle(self, path: str) -> str:
        """What stands at the path, or above it where a folder should be, as its own path; empty where nothing does."""
        folder = path.rpartition("/")[0]
        if self.real(folder):
            return path if os.path.lexists(f"{self._root}/{path}") else ""
        known = self._obstacles.get(folder)
        if known is None:
            known = self._obstacles[folder] = self.obstacle(folder)
        return known

    def real(self, folder: str) -> bool:
        """Whether this is a folder, and it and all above it are no links."""
        known = self._folders.get(folder)
        if known is None:
            try:
                mode = os.lstat(f"{self._root}/{folder}").st_mode
            except OSError:
                mode = 0
            known = stat.S_ISDIR(mode) and self.real(folder.rpartition("/")[0])
            self._folders[folder] = known
        return known
