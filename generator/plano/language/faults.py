"""What the models refuse, as diagnostics: one cause, one finding, at the key or value that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from plano.diagnostics.model import Diagnostic, Edit, Fix, Severity, Span
from plano.language.blueprint import Blueprint
from plano.language.lookup import keys_of, meaning_of, models_at
from plano.language.models.base import shown
from plano.language.models.services import KEYS, ServiceDecl
from plano.language.nearest import nearest, unmistakable
from plano.language.places import Path
from plano.language.read import Document
from plano.language.scalars import Value

_WANTED = {
    "string_type": "a text", "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "dict_type": "a map", "model_type": "a map", "tuple_type": "a list",
    "list_type": "a list", "model_attributes_type": "a map",
}  # fmt: skip
_DID_YOU_MEAN = re.compile(r"did you mean '([A-Za-z0-9_.()-]+)'\?")


def faults(error: ValidationError, document: Document, silent: frozenset[Path]) -> list[Diagnostic]:
    """The diagnostics of one validation; nothing at or under a path in `silent`."""
    found: dict[tuple[Path, str], Diagnostic] = {}
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # its entries are wrong, and each has a finding of its own
        path, rest = _written(detail["loc"], document.value)
        if any(path[: len(known)] == known for known in silent):
            continue
        diagnostic = _diagnostic(detail, path, rest, document)
        found.setdefault((path, diagnostic.code if detail["type"] == "missing" else ""), diagnostic)
    return list(found.values())


def _written(location: tuple[int | str, ...], root: Value) -> tuple[Path, tuple[int | str, ...]]:
    """The part of a location that is written in the blueprint, and what is left of it.

    Steps that only the models know (the form of a union, a map made of a list) are passed over.
    """
    path: Path = ()
    rest: tuple[int | str, ...] = ()
    node = root
    for step in location:
        inner = _key_or_index(node, step)
        if inner is None:
            rest = (*rest, step)
        else:
            path, rest, node = (*path, inner), (), child(node, inner)
    return path, rest


def _key_or_index(node: Value, step: int | str) -> int | str | None:
    """The step as it leads into `node`; None where it leads nowhere."""
    if isinstance(node, dict):
        return step if isinstance(step, str) and step in node else None
    if isinstance(node, list):
        if isinstance(step, str):
            return node.index(step) if step in node else None
        return step if step < len(node) else None
    return None


def child(node: Value, step: int | str) -> Value:
    """What stands at one step inside `node`; None where nothing does."""
    if isinstance(node, dict) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _diagnostic(detail: ErrorDetails, path: Path, rest: tuple[int | str, ...], document: Document) -> Diagnostic:
    kind = detail["type"]
    if kind == "missing":
        return _missing(path, str(detail["loc"][-1]), document)
    if kind == "extra_forbidden":
        return _unknown(path, document)
    places = document.places
    at_key = bool(rest) and rest[-1] == "[key]" and isinstance(path[-1] if path else None, str)
    context: Mapping[str, object] = detail.get("ctx", {})
    code, said, mend = _words(kind, detail, context, path[:-1] if at_key else path)
    at = str(context.get("at", ""))
    if at_key:
        span = places.key(path)
    elif at in _siblings(document.value, path):
        span = places.key((*path, at))
    else:
        span = places.within(path, at)
    if code == "bad-choice" and at_key:
        code = "bad-name"
    fix = None if at_key else _meant(mend, at or str(detail["input"]), span)
    return Diagnostic(code, Severity.ERROR, said, span, "", mend, fix, subject=_subject(path))


def _meant(mend: str, written: str, span: Span) -> Fix | None:
    """The fix where help names the one word that was meant, and the span is exactly the word that is written."""
    word = _DID_YOU_MEAN.fullmatch(mend)
    if word is None or span.line != span.end_line or span.end_column - span.column != len(written):
        return None
    return Fix(f"write {word[1]}", (Edit(span, word[1]),))


def _words(kind: str, detail: ErrorDetails, context: Mapping[str, object], path: Path) -> tuple[str, str, str]:
    """Code, message and help."""
    value = detail["input"]
    name = next((repr(step) for step in reversed(path) if isinstance(step, str)), "the blueprint")
    if kind == "plano":
        if "said" not in context:
            return "wrong-type", detail["msg"], ""
        return str(context["code"]), str(context["said"]), str(context["mend"])
    if kind in _WANTED:
        mend = f"write {_WANTED[kind]}"
        if kind == "string_type" and isinstance(value, int | float):
            mend = "quote it"
        elif kind in ("tuple_type", "list_type") and isinstance(value, str):
            mend = f"write {path[-1]}: [{value}]" if path and isinstance(path[-1], str) else f"write [{value}]"
        return "wrong-type", f"{name} must be {_WANTED[kind]}, not {_named(value)}", mend
    if kind == "literal_error":
        choices = [choice.strip("' ") for choice in str(context["expected"]).replace(" or ", ", ").split(",")]
        near = nearest(value, choices) if isinstance(value, str) else None
        mend = f"did you mean {near!r}?" if near else "one of " + ", ".join(choices)
        if len(choices) == 1:
            return "bad-choice", f"{name} must be {choices[0]}, not {shown(value)}", f"write {choices[0]}"
        return "bad-choice", f"{shown(value)} is not one of the choices for {name}", mend
    if kind == "string_pattern_mismatch":
        return "bad-value", f"{shown(value)} has not the form of {name}", f"it matches {context['pattern']}"
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        bound = next(str(context[key]) for key in ("ge", "le", "gt", "lt") if key in context)
        words = {"greater_than_equal": "at least", "less_than_equal": "at most", "greater_than": "above"}.get(
            kind, "below"
        )
        return "out-of-range", f"{name} must be {words} {bound}, not {shown(value)}", ""
    if kind == "too_short":
        return "empty-value", f"{name} needs at least one entry", "add one"
    if kind == "finite_number":
        return "bad-value", f"{name} must be a finite number, not {shown(value)}", ""
    return "bad-value", f"{name}: {detail['msg']}", ""


def _missing(path: Path, key: str, document: Document) -> Diagnostic:
    """A key that must be there; shown at the key of the map that lacks it."""
    models = models_at(Blueprint, path)
    meaning = next((meaning_of(model, key) for model in models if key in keys_of(model)), "")
    owner = repr(path[-1]) if path and isinstance(path[-1], str) else "the blueprint" if not path else "this entry"
    said = f"{owner} has no {key!r}"
    mend = f"add '{key}: …'" + (f". {meaning}" if meaning else "")
    places = document.places
    span = places.key(path) if path else places.span(0, 1)
    return Diagnostic("missing-key", Severity.ERROR, said, span, f"{key!r} is missing", mend, subject=_subject(path))


def _unknown(path: Path, document: Document) -> Diagnostic:
    """A key that the language does not have here."""
    key = str(path[-1])
    known = _known(path[:-1], document)
    owner = next((repr(step) for step in reversed(path[:-1]) if isinstance(step, str)), "the blueprint")
    span = document.places.key(path)
    siblings = _siblings(document.value, path[:-1])
    absent = [name for name in known if name not in siblings]
    near = nearest(key, absent)
    fix = None
    if near is not None:
        mend = f"did you mean {near!r}?"
        if span.end_column - span.column == len(key):
            fix = Fix(f"rename the key to {near}", (Edit(span, near),), safe=unmistakable(key, absent))
    else:
        mend = "the keys here are " + ", ".join(known) if known else "remove it"
    said = f"{owner} has no key {key!r}" if path[:-1] else f"there is no key {key!r} in a blueprint"
    return Diagnostic(
        "unknown-key", Severity.ERROR, said, span, "not a key of the language", mend, fix, subject=_subject(path)
    )


def _known(path: Path, document: Document) -> list[str]:
    models = models_at(Blueprint, path)
    known = [key for model in models for key in keys_of(model)]
    if ServiceDecl in models:
        kind = _siblings(document.value, path).get("kind")
        allowed = next((keys for name, keys in KEYS.items() if name == kind), None)
        known = [key for key in known if allowed is None or key in allowed]
    return known


def _siblings(value: Value, path: Path) -> dict[str, Value]:
    for step in path:
        value = child(value, step)
    return value if isinstance(value, dict) else {}


_SUBJECTS = {"services": "service", "topics": "topic", "hosts": "host", "types": "type", "environments": "environment",
             "databases": "database", "systems": "system", "routes": "route"}  # fmt: skip


def _subject(path: Path) -> str:
    return (
        f"{_SUBJECTS[path[0]]} {path[1]}" if len(path) > 1 and isinstance(path[0], str) and path[0] in _SUBJECTS else ""
    )


def _named(value: object) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return shown(value)
