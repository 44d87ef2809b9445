"""Writing `was`: where it stands, how a short form makes room for it, and when it goes."""

from __future__ import annotations

import re

from plano.language.grammar import parse_field
from plano.language.models.base import Model
from plano.language.models.entities import EntityDecl
from plano.language.models.fields import FieldDecl
from plano.language.models.hosts import HostDecl
from plano.language.models.services import ServiceDecl
from plano.language.models.topics import TopicDecl
from plano.language.places import Path
from plano.language.scalars import plain
from plano.language.yaml11 import suspect
from plano.renaming.source import Change, Source
from plano.renaming.targets import Target

_MODELS: dict[str, type[Model]] = {
    "service": ServiceDecl, "entity": EntityDecl, "topic": TopicDecl, "host": HostDecl, "field": FieldDecl,
}  # fmt: skip
_BARE = frozenset({"int", "bigint", "float", "bool"})
"""Types whose defaults YAML reads as what they are; of all others a default is a text."""

VALUES_WERE = "values_were"
"""The key under which a field says the old values of its enum."""

HAVING = frozenset({*_MODELS, "type"})
"""Kinds of things that may say what they were."""


def remembered(source: Source, target: Target, *, settled: bool) -> list[Change]:
    """The changes that make `target` say its old name, or no longer say one where it gets that name back.

    `settled`: what is kept under its present name is there already, as a table is that a migration has renamed.
    Only then does `was` move on in a second rename; until then it says under which name the data are kept.
    """
    if target.kind not in HAVING:
        return []
    before = source.at((*target.path, "was"))
    if isinstance(before, str) and not settled:
        return _without(source, target.path, "was") if before == target.new else []
    if isinstance(before, str):
        return [source.name(source.place((*target.path, "was")), target.old)]
    return [added(source, target.path, _order(target), "was", target.old)]


def remembered_value(source: Source, target: Target, *, settled: bool) -> list[Change]:
    """`remembered` for a value of an enum, once its field has the new one: new value → old one in `values_were`."""
    field = target.path[:-1]
    entries: Path = (*field, VALUES_WERE)
    before = source.at((*entries, target.old))
    if not isinstance(before, str):
        if source.keys(entries):
            return [added(source, entries, [], source.name((0, 0), target.new).text, target.old)]
        order = [each.alias or name for name, each in FieldDecl.model_fields.items()]
        new, old = (source.name((0, 0), each).text for each in (target.new, target.old))
        return [_inserted(source, field, order, VALUES_WERE, f"{{{new}: {old}}}")]
    if before == target.new and not settled:
        return _forgotten(source, field, target.old)
    renamed = [source.name(source.key((*entries, target.old)), target.new)]
    return [*renamed, source.name(source.place((*entries, target.old)), target.old)] if settled else renamed


def _forgotten(source: Source, field: Path, value: str) -> list[Change]:
    """Take one entry out of `values_were`, and all of it where it is the last and no comment stands in it."""
    entry: Path = (*field, VALUES_WERE, value)
    if len(source.keys(entry[:-1])) > 1:
        return [removed(source, entry)]
    going = removed(source, entry[:-1])
    start, end = source.key(entry)[0], source.place(entry)[1]
    if "#" in source.text[going.start : start]:
        return [Change(start, end, "{}")]
    return _without(source, field, VALUES_WERE)


def added(source: Source, path: Path, order: list[str], key: str, value: str) -> Change:
    """One key more in the mapping at `path`, behind those that stand before it in `order`; in place of a short form."""
    return _inserted(source, path, order, key, str(source.name((0, 0), value).text))


def _inserted(source: Source, path: Path, order: list[str], key: str, written: str) -> Change:
    """`added` for a value that is `written` as it is to stand there."""
    start, end = source.place(path)
    if not isinstance(source.at(path), dict):
        return Change(start, end, f"{{{_long(source.text[start:end])}, {key}: {written}}}")
    keys = source.keys(path)
    before = [each for each in keys if order.index(each) < order.index(key)] if set(keys) <= {*order} else keys
    if source.flow(path):
        if not before:
            return Change(start + 1, start + 1, f"{key}: {written}" + (", " if keys else ""))
        behind = source.place((*path, before[-1]))[1]
        return Change(behind, behind, f", {key}: {written}")
    first = source.key((*path, keys[0]))[0]
    indent = " " * (first - source.line_start(first))
    if not before:
        return Change(first, first, f"{key}: {written}{source.newline}{indent}")
    behind = source.line_end(source.place((*path, before[-1]))[1])
    return Change(behind, behind, f"{source.newline}{indent}{key}: {written}")


def removed(source: Source, path: Path) -> Change:
    """The key at `path` and its scalar taken out of their mapping, with the line or the comma that they leave."""
    start, end = source.key(path)[0], source.place(path)[1]
    if not source.flow(path[:-1]):
        begin, stop = source.line_start(start), source.line_end(end)
        rest = source.text[end:stop].strip()
        if source.text[begin:start].strip():
            return Change(start, end, "")
        if rest:  # its comment stays
            return Change(start, stop - len(source.text[end:stop].lstrip()), "")
        following = re.compile(r"\r\n|\n|\r").match(source.text, stop)
        if following is None:
            return Change(begin - len(source.newline) if begin else 0, stop, "")
        return Change(begin, following.end(), "")
    text = source.text
    if (comma := re.compile(r"\s*,\s*\Z").search(text[:start])) is not None:
        return Change(comma.start(), end, "")
    behind = re.compile(r"\s*,[ \t]*").match(text, end)
    return Change(start, end if behind is None else behind.end(), "")


def _without(source: Source, path: Path, key: str) -> list[Change]:
    """Take an old name out; the long form that was written only for its sake becomes the short one again."""
    start, end = source.place(path)
    going = removed(source, (*path, key))
    left = source.text[start : going.start] + source.text[going.end : end]
    short = _short(source, path, key)
    if short is not None and left == f"{{{_long(short)}}}":
        return [Change(start, end, short)]
    return [going]


def _long(written: str) -> str:
    """The short form of a field as the keys of the long one, each part in the author's own characters."""
    quote = written[:1] if written[:1] in ("'", '"') else ""
    text = written[1:-1] if quote else written
    short = parse_field(text)
    kind = text.partition("=")[0].strip()
    if short.nullable:
        kind = kind.rpartition("|")[0].strip()
    parts = [f"type: {quote}{kind}{quote}"]
    if short.nullable:
        parts.append("nullable: true")
    if short.default is not None:
        default = text.rpartition("=")[2].strip()
        bare = kind in _BARE or (plain(default) == default and not suspect(default))
        parts.append(f"default: {default}" if bare else f'default: "{default}"')
    return ", ".join(parts)


def _short(source: Source, path: Path, key: str) -> str | None:
    """The short form of a field that says beside `key` no more than a short form can; None where it does."""
    value = source.at(path)
    if not isinstance(value, dict) or not {*value} <= {"type", "nullable", "default", key}:
        return None
    if "type" not in value or value.get("nullable", True) is not True:
        return None
    kind = source.text[slice(*source.place((*path, "type")))]
    quote = kind[:1] if kind[:1] in ("'", '"') else ""
    bare = kind.strip(quote) if quote else kind
    tail = " | null" if "nullable" in value else ""
    if "default" in value:
        tail += " = " + source.text[slice(*source.place((*path, "default")))].strip('"')
    return f"{quote}{bare}{tail}{quote}"


def _order(target: Target) -> list[str]:
    """The keys of such a thing in the language's order; `was` is the last in a type, whose fields stand beside it."""
    model = _MODELS.get(target.kind)
    return [] if model is None else [field.alias or name for name, field in model.model_fields.items()]
