"""The blueprint after a rename: its text, what it describes before and after, and what a person should know."""

from __future__ import annotations

from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic, Severity
from plano.pipeline import check_text
from plano.platform.fields import mentioned, reached
from plano.platform.model import Platform
from plano.platform.names import collection_path
from plano.renaming.oldnames import added, remembered, remembered_value, removed
from plano.renaming.references import references
from plano.renaming.source import Change, Source
from plano.renaming.targets import RenameError, Target
from plano.renaming.values import is_plain

_ENTITY_KEYS = ["fields", "unique", "index", "owner", "path", "was"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A blueprint before and after: its texts without byte order mark, and its platforms."""

    before: str
    after: str
    old: Platform
    new: Platform


class RefusedError(Exception):
    """The blueprint would have these errors after the rename; `text` is what they stand in."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], text: str) -> None:
        super().__init__("the blueprint would have errors that it has not now")
        self.diagnostics = diagnostics
        self.text = text


def renamed(source: Source, platform: Platform, target: Target, *, settled: bool) -> Renamed:
    """The blueprint of `source`, which describes `platform`, with `target` renamed; `settled` as in `remembered`.

    RenameError where the data could not follow; RefusedError where the new text has an error.
    """
    if target.kind in ("field", "value") and target.holder == "type":
        _insist_not_stored(platform, target)
    text = _edited(source, target, settled=settled)
    checked = check_text(text)
    errors = tuple(each for each in checked.diagnostics if each.severity is Severity.ERROR)
    if errors or checked.platform is None:
        raise RefusedError(errors, text)
    return Renamed(source.text, text, platform, checked.platform)


def _edited(source: Source, target: Target, *, settled: bool) -> str:
    """The text with the new name, and with the old one where the thing can say it."""
    changes = references(source, target)
    if target.kind == "value":
        named = source.edited(changes)
        if target.holder not in ("entity", "topic", "type"):
            return named  # nothing keeps it
        if not is_plain(source, target.path[:-1]):
            _insist_not_listed(target)
            return named
        again = Source.of(named)
        return again.edited(remembered_value(again, target, settled=settled))
    changes += remembered(source, target, settled=settled)
    if target.kind == "entity":
        changes += _same_path(source, target)
    return source.edited(changes)


def _same_path(source: Source, target: Target) -> list[Change]:
    """An entity keeps the path of its collection, which is in the addresses that its callers know.

    What an earlier rename wrote down for that goes, where the entity gets back the name that says the same.
    """
    written = source.at((*target.path, "path"))
    exposed = target.old in source.keys((*target.path[:2], "expose"))
    if written is None and exposed:
        return [added(source, target.path, _ENTITY_KEYS, "path", collection_path(target.old))]
    if written == collection_path(target.new) and source.at((*target.path, "was")) == target.new:
        return [removed(source, (*target.path, "path"))]
    return []


def _insist_not_stored(platform: Platform, target: Target) -> None:
    """A type's fields and their values are in the JSON in which rows keep it, and no migration reaches into that."""
    types = {each.name: each for each in platform.types}
    holder = str(target.path[1])
    for service in platform.services:
        for entity in service.entities:
            for each in entity.fields:
                if holder in {kind.name for kind in reached(mentioned((each,)), types)}:
                    raise RenameError(
                        f"rows of {service.name}.{entity.name} keep '{target.old}' inside of '{each.name}', and no "
                        f"migration renames what is inside of a value: add the {target.kind} '{target.new}' beside "
                        f"it, {'fill it' if target.kind == 'field' else 'write it everywhere'}, and remove the old "
                        "one later"
                    )


def _insist_not_listed(target: Target) -> None:
    """A list or a map of values is JSON in its row."""
    if target.holder == "entity":
        _, service, _, entity, _, field, value = target.path
        raise RenameError(
            f"rows of {service}.{entity} keep '{value}' inside of the list or map '{field}', and no migration renames "
            f"what is inside of a value: add the value '{target.new}' beside it, write it everywhere, and remove the "
            "old one later"
        )
