"""Whether a pull request could come by a credential: whatever holds one stands behind `not { changeRequest() }`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.delivery.jenkins.pipelines import Statement

_HELD = re.compile(r"\bwithCredentials\b|\bcredentials\s*\(|\bsecretName\b|\bsecretKeyRef\b|\bsshagent\b")


def exposed(statements: tuple[Statement, ...]) -> list[str]:
    """What holds a credential and would run for a pull request."""
    return [found for each in statements for found in _exposed(each)]


def _exposed(statement: Statement) -> Iterator[str]:
    if statement.name == "stage" and any(_refuses_changes(when) for when in statement.inside("when")):
        return
    yield from _HELD.findall(statement.head)
    for each in statement.body or ():
        yield from _exposed(each)


def _refuses_changes(when: Statement) -> bool:
    """Whether it holds for no pull request, and is asked before the pod is there."""
    inside = [each.head for refused in when.inside("not") for each in refused.body or ()]
    return "changeRequest()" in inside and "beforeAgent true" in [each.head for each in when.body or ()]
