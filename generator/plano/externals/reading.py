"""The documents that a blueprint names for its externals: each is found, read and reduced, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from plano.diagnostics.model import Diagnostic, Related, Severity, Span
from plano.externals.document import Finding
from plano.externals.model import Api, Apis
from plano.externals.parsing import Spans, parsed
from plano.externals.places import UnusableError, content
from plano.externals.reducing import reduced
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

_MOST = 5
"""Faults of one document that are told; further ones are counted."""
_MOST_PLACES = 10
_SMALL = 1 << 20
"""Bytes of a document of which each run may find out where a note belongs."""


@dataclass(frozen=True, slots=True)
class Described:
    """What was read: APIs, and what is wrong with the others or not typed."""

    apis: Apis
    diagnostics: tuple[Diagnostic, ...]


def described(blueprint: Blueprint, places: Places, root: Path) -> Described:
    """The APIs of all externals with a document, whose paths are relative to `root`, the blueprint's folder."""
    apis: list[Api] = []
    found: list[Diagnostic] = []
    for name, service in blueprint.services.items():
        if service.kind == "external" and service.openapi:
            api, said = _read(name, blueprint, places, root)
            found += said
            apis += [] if api is None else [api]
    return Described(tuple(apis), tuple(found))


def _read(name: str, blueprint: Blueprint, places: Places, root: Path) -> tuple[Api | None, list[Diagnostic]]:
    file = blueprint.services[name].openapi
    at = places.value(("services", name, "openapi"))
    subject = f"service {name}"
    if _takes_mail(name, blueprint):
        said, mend = f"{name!r} takes mail, and OpenAPI describes HTTP", "remove 'openapi', or give it an https URL"
        return None, [error("bad-openapi", said, at, "", mend, subject=subject)]
    try:
        raw = content(root, file)
    except UnusableError as fault:
        return None, [error("openapi-unreadable", str(fault), at, "", fault.mend, subject=subject)]
    document = parsed(raw, file)
    if document.faults:
        return None, list(_faults(document.faults, file, at, subject))
    result = reduced(document.value, name, file)
    if result.faults:
        return None, list(_faults(((each, document.spans(each.path)) for each in result.faults), file, at, subject))
    notes = [_note(result.untyped, file, at, subject, document.spans, len(raw))] if result.untyped else []
    return result.api, notes


def _takes_mail(name: str, blueprint: Blueprint) -> bool:
    overrides = (each.services.get(name) for each in blueprint.environments.values())
    urls = (blueprint.services[name].url, *(each.url for each in overrides if each is not None))
    return any(urlsplit(url).scheme in ("smtp", "smtps") for url in urls if url)


def _faults(faults: Iterable[tuple[Finding, Span | None]], file: str, at: Span, subject: str) -> Iterator[Diagnostic]:
    found = list(faults)
    for finding, span in found[:_MOST]:
        said = f"{file}{_where(finding)}: {finding.said}"
        related = () if span is None else (Related("here", span),)
        yield error("bad-openapi", said, at, "described by this file", finding.mend, related, subject)
    if len(found) > _MOST:
        said = f"{file}: {len(found) - _MOST} further faults are not shown"
        yield error("bad-openapi", said, at, "", "mend those that are first", subject=subject)


def _note(untyped: tuple[Finding, ...], file: str, at: Span, subject: str, spans: Spans, size: int) -> Diagnostic:
    first = untyped[0]
    rest = "" if len(untyped) == 1 else f", and {len(untyped) - 1} more such places"
    marked = ((each, spans(each.path)) for each in untyped[:_MOST_PLACES]) if size <= _SMALL else ()
    related = tuple(Related(each.said, span) for each, span in marked if span is not None)
    said = f"not all of {file} has a type: {first.pointer}: {first.said}{rest}"
    return Diagnostic("openapi-untyped", Severity.NOTE, said, at, "", first.mend, related=related, subject=subject)


def _where(finding: Finding) -> str:
    return f", {finding.pointer}" if finding.path else ""
