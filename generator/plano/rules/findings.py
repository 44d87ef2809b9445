"""How rules word what they find."""

from __future__ import annotations

from collections.abc import Iterable

from plano.diagnostics.model import Diagnostic, Edit, Fix, Related, Severity, Span
from plano.language.nearest import nearest, unmistakable
from plano.language.places import Path, Places


def error(
    code: str,
    message: str,
    span: Span,
    label: str = "",
    help: str = "",
    related: tuple[Related, ...] = (),
    subject: str = "",
) -> Diagnostic:
    """A finding of severity error."""
    return Diagnostic(code, Severity.ERROR, message, span, label, help, related=related, subject=subject)


def warning(
    code: str,
    message: str,
    span: Span,
    label: str = "",
    help: str = "",
    related: tuple[Related, ...] = (),
    subject: str = "",
) -> Diagnostic:
    """A finding of severity warning."""
    return Diagnostic(code, Severity.WARNING, message, span, label, help, related=related, subject=subject)


def unknown(
    code: str,
    message: str,
    span: Span,
    label: str,
    name: str,
    known: Iterable[tuple[str, Path]],
    places: Places,
    *,
    otherwise: str,
    decides: bool = False,
    related: tuple[Related, ...] = (),
    subject: str = "",
) -> Diagnostic:
    """A name that nothing has: with the nearest one and where that is declared, or `otherwise` as help.

    `known` are the names that could have been meant, each with the path of its declaration. The fix is
    offered only where the span is exactly the name, and is safe only where the name can be no other one: never
    where it `decides` who may see or do something.
    """
    declared = dict(known)
    near = nearest(name, declared)
    if near is None:
        return error(code, message, span, label, otherwise, related, subject)
    place = places.key(declared[near]) if declared[near] else None
    where = "" if place is None else f" (declared at {place.file}:{place.line}:{place.column})"
    exact = span.line == span.end_line and span.end_column - span.column == len(name)
    sure = not decides and unmistakable(name, declared)
    fix = Fix(f"write {near}", (Edit(span, near),), safe=sure) if exact else None
    return Diagnostic(
        code, Severity.ERROR, message, span, label, f"did you mean {near!r}?{where}", fix, related, subject
    )


def in_service(name: str, places: Places) -> tuple[Related, ...]:
    """The mark that says which service a finding is in."""
    return (Related("in this service", places.key(("services", name))),)


def listed(names: Iterable[str]) -> str:
    """`'a', 'b' and 'c'`."""
    quoted = [repr(name) for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
