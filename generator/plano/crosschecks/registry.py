"""The cross-checks that there are, and the one call that makes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from plano.collection import no_collection
from plano.crosschecks import (
    acls,
    edges,
    monitors,
    ports,
    readable,
    routes,
    secrets,
    selectors,
    sources,
    topics,
    values,
)
from plano.crosschecks.documents import Documents
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform

Check = Callable[[Documents, Platform], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    readable.check,
    values.check,
    selectors.check,
    ports.check,
    routes.check,
    monitors.check,
    edges.check,
    topics.check,
    acls.check,
    secrets.check,
    sources.check,
)


def crosschecks(tree: Mapping[str, bytes], platform: Platform) -> tuple[Diagnostic, ...]:
    """What the files of `tree` (path → content, as emitted) say wrongly of each other and of `platform`.

    What the blueprint does not name, and so nobody emitted, is not missed. Each file is parsed once.
    """
    with no_collection():
        documents = Documents(tree)
        return tuple(found for check in CHECKS for found in check(documents, platform))
