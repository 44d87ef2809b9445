"""Entity tags from row versions."""

from __future__ import annotations

import re

from fastapi import Request

from plano_kit.problems import Unprocessable

_TAG = re.compile(r'\*|"[0-9]{1,18}"')
_KNOWN = re.compile(r'(?:W/)?("[^"]*")')


def etag(version: int) -> str:
    """The tag of that version."""
    return f'"{version}"'


def wanted_version(request: Request) -> int | None:
    """The version that If-Match asks for; None where any will do. Raises Unprocessable for what is no tag of ours."""
    told = request.headers.get("If-Match")
    if told is None:
        return None
    if not _TAG.fullmatch(told):
        raise Unprocessable("If-Match must be an ETag that this service gave, or *")
    return None if told == "*" else int(told.strip('"'))


def unchanged(request: Request, version: int) -> bool:
    """Whether If-None-Match names that version: alone, in a list, weakly (as proxies that compress do), or as *."""
    told = request.headers.get("If-None-Match")
    return told is not None and (told.strip() == "*" or etag(version) in _KNOWN.findall(told))
