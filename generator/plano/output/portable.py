"""Which names no file can have on some system on which the repository may be checked out."""

from __future__ import annotations

import re
import unicodedata

_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?", re.IGNORECASE)
"""Windows' devices, also before an extension. Source: Microsoft, Naming Files, Paths, and Namespaces."""

_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_LONGEST = 255  # bytes of a name: ext4, XFS and NTFS (there in UTF-16, which is never more)


def folded(path: str) -> str:
    """What two paths have in common that macOS or Windows takes for one: case, and how an accent is written."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def unportable(name: str) -> str:
    """Why a file or folder cannot have this name everywhere, as the end of a sentence; empty where it can."""
    if _DEVICE.fullmatch(name):
        return "is a device on Windows, and no file can have its name there"
    if name.endswith((".", " ")):
        return "ends in a dot or a space, which Windows drops"
    if _REFUSED.search(name):
        return "has a character that Windows refuses"
    if len(name.encode()) > _LONGEST:
        return f"is longer than {_LONGEST} bytes"
    return ""
