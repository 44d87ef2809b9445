"""What `accept` silences, and what there is to say about an `accept` that silences nothing any more."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from plano.diagnostics.model import Diagnostic, Severity
from plano.language.blueprint import AcceptDecl, Blueprint
from plano.language.places import Places
from plano.rules.findings import warning

EXPIRED = "accept-expired"
UNNEEDED = "accept-unneeded"


def accepting(
    found: Iterable[Diagnostic], blueprint: Blueprint, places: Places, today: datetime.date
) -> list[Diagnostic]:
    """The findings without the warnings that the blueprint accepts, and with what is wrong with its exceptions.

    An exception holds up to and including the day of its `until`. Whether one is needed can only be said
    where nothing is in error, since some rules are not run otherwise. Names in capitals belong to changes
    (`plano explain TOPIC_FIELD_NO_DELETE`), which one blueprint alone does not show.
    """
    everything = list(found)
    failed = any(each.severity is Severity.ERROR for each in everything)
    said = {(each.code, each.subject) for each in everything if _is_warning(each)}
    valid: set[tuple[str, str]] = set()
    for at, accept in enumerate(blueprint.accept):
        what = (accept.code, accept.subject)
        if accept.until is not None and accept.until < today:
            everything.append(_expired(at, accept, places))
        elif what in valid or (not failed and what not in said and not accept.code.isupper()):
            everything += _unneeded(at, accept, places, twice=what in valid)
        else:
            valid.add(what)
    return [
        each for each in everything if each.severity is not Severity.WARNING or (each.code, each.subject) not in valid
    ]


def _is_warning(finding: Diagnostic) -> bool:
    return finding.severity is Severity.WARNING


def _expired(at: int, accept: AcceptDecl, places: Places) -> Diagnostic:
    return warning(
        EXPIRED, f"the exception from {accept.code!r} for {accept.subject!r} has run out",
        places.value(("accept", at, "until")), "it held until the end of this day",
        f"mend what it excused, or give it a new day. Its reason was: {accept.reason}",
    )  # fmt: skip


def _unneeded(at: int, accept: AcceptDecl, places: Places, *, twice: bool) -> Iterator[Diagnostic]:
    label = "an entry before says the same" if twice else "no warning of this code speaks of this subject"
    yield warning(
        UNNEEDED, f"nothing is excused by the exception from {accept.code!r} for {accept.subject!r}",
        places.value(("accept", at)), label, "remove it; a subject is written as 'plano check' names it",
    )  # fmt: skip
