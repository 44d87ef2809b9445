"""What the models refuse, as diagnostics: one cause, one finding, at the key or value that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from plano.diagnostics.model import Diagnostic, Edit, Fix, Severity, Span
from plano.language.examples import map_example
from plano.language.keyfaults import meant_key, missing_key, subject_of, unknown_key
from plano.language.lookalikes import TYPOGRAPHIC_QUOTES, WIDE_INDENT, WIDE_SPACE, wide_space
from plano.language.models.base import shown
from plano.language.nearest import nearest, unmistakable
from plano.language.places import Path, Places
from plano.language.read import Document
from plano.language.scalars import Value
from plano.language.steps import child, map_at, value_at

_SPOKEN = {"yes": "true", "on": "true", "y": "true", "true": "true", "no": "false", "off": "false", "n": "false",
           "false": "false"}  # fmt: skip
_WANTED = {
    "string_type": "a text", "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "dict_type": "a map", "model_type": "a map", "tuple_type": "a list",
    "list_type": "a list", "model_attributes_type": "a map",
}  # fmt: skip


def faults(error: ValidationError, document: Document, silent: frozenset[Path]) -> list[Diagnostic]:
    """The diagnostics of one validation; nothing at or under a path in `silent`."""
    found: dict[tuple[Path, str], Diagnostic] = {}
    details = error.errors(include_url=False)
    unknown = [_written(each["loc"], document.value)[0] for each in details if each["type"] == "extra_forbidden"]
    misspelt = {meant_key(path, document) for path in unknown}
    for detail in details:
        if detail["type"] == "too_short" and detail["input"]:
            continue  # its entries are wrong, and each has a finding of its own
        path, rest = _written(detail["loc"], document.value)
        if detail["type"] == "missing" and (*path, str(detail["loc"][-1])) in misspelt:
            continue
        if any(path[: len(known)] == known for known in silent):
            continue
        diagnostic = _diagnostic(detail, path, rest, document)
        if detail["type"] in ("tuple_type", "list_type") and path and isinstance(path[-1], int):
            path = path[:-1]  # each of its entries is wrong alike
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


def _diagnostic(detail: ErrorDetails, path: Path, rest: tuple[int | str, ...], document: Document) -> Diagnostic:
    kind = detail["type"]
    at_key = bool(rest) and rest[-1] == "[key]" and isinstance(path[-1] if path else None, str)
    wide = _wide_space(detail["input"], path, document.places, at_key or kind == "extra_forbidden")
    if wide is not None:
        return wide
    if kind == "missing":
        return missing_key(path, str(detail["loc"][-1]), document)
    if kind == "extra_forbidden":
        return unknown_key(path, document)
    places = document.places
    context: Mapping[str, object] = detail.get("ctx", {})
    code, said, mend, meant, sure = _words(kind, detail, context, path[:-1] if at_key else path, document.value)
    if str(detail["input"])[:1] in TYPOGRAPHIC_QUOTES:
        mend = f'write "…": {str(detail["input"])[0]} is not one of YAML\'s quotes'
    at = str(context.get("at", ""))
    if at_key:
        span = places.key(path)
    elif at in map_at(document.value, path):
        span = places.key((*path, at))
    else:
        equal = context.get("equal")
        span = places.word(path, at, equal) if isinstance(equal, int) else places.within(path, at)
    if code == "bad-choice" and at_key:
        code = "bad-name"
    fix = None if at_key or not meant else _meant(meant, at or str(detail["input"]), span, sure)
    return Diagnostic(code, Severity.ERROR, said, span, "", mend, fix, subject=subject_of(path))


def _wide_space(value: object, path: Path, places: Places, at_key: bool) -> Diagnostic | None:
    """A space in a key, or between a key and its value, that is none to YAML and so became part of a text."""
    found = WIDE_SPACE.search(str(path[-1])) if at_key else WIDE_INDENT.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    character = found[0][-1]
    span = places.key_within(path, character) if at_key else places.within(path, character)
    said, mend = wide_space(character)
    return Diagnostic("bad-character", Severity.ERROR, said, span, "", mend, subject=subject_of(path))


def _meant(meant: str, written: str, span: Span, sure: bool) -> Fix | None:
    """The fix that writes what was meant, where the span is exactly the word that is written."""
    if span.line != span.end_line or span.end_column - span.column != len(written):
        return None
    return Fix(f"write {meant}", (Edit(span, meant),), safe=sure)


class _Words(NamedTuple):
    """What is said of a fault; `meant` is the word to write instead, a guess unless it is `sure`."""

    code: str
    said: str
    mend: str
    meant: str = ""
    sure: bool = False


def _words(kind: str, detail: ErrorDetails, context: Mapping[str, object], path: Path, root: Value) -> _Words:
    """Code, message and help, and what was meant."""
    value = detail["input"]
    name = next((repr(step) for step in reversed(path) if isinstance(step, str)), "the blueprint")
    if kind == "plano":
        if "said" not in context:
            return _Words("wrong-type", detail["msg"], "")
        code, said, mend, meant = (str(context[key]) for key in ("code", "said", "mend", "meant"))
        return _Words(code, said, mend, meant, bool(context["sure"]))
    if kind in _WANTED:
        return _wrong_type(kind, value, name, path, root)
    if kind == "literal_error":
        choices = [choice.strip("' ") for choice in str(context["expected"]).replace(" or ", ", ").split(",")]
        near = nearest(value, choices) if isinstance(value, str) else None
        mend = f"did you mean {near!r}?" if near else "one of " + ", ".join(choices)
        if len(choices) == 1:
            return _Words("bad-choice", f"{name} must be {choices[0]}, not {shown(value)}", f"write {choices[0]}")
        sure = near is not None and unmistakable(str(value), choices)
        return _Words("bad-choice", f"{shown(value)} is not one of the choices for {name}", mend, near or "", sure)
    if kind == "string_pattern_mismatch":
        return _Words("bad-value", f"{shown(value)} has not the form of {name}", f"it matches {context['pattern']}")
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        bound = next(str(context[key]) for key in ("ge", "le", "gt", "lt") if key in context)
        words = {"greater_than_equal": "at least", "less_than_equal": "at most", "greater_than": "above"}.get(
            kind, "below"
        )
        return _Words("out-of-range", f"{name} must be {words} {bound}, not {shown(value)}", "")
    if kind == "too_short":
        return _Words("empty-value", f"{name} needs at least one entry", "add one")
    if kind == "finite_number":
        return _Words("bad-value", f"{name} must be a finite number, not {shown(value)}", "")
    return _Words("bad-value", f"{name}: {detail['msg']}", "")


def _wrong_type(kind: str, value: object, name: str, path: Path, root: Value) -> _Words:
    wanted = _WANTED[kind]
    said, mend = f"{name} must be {wanted}, not {_named(value)}", f"write {wanted}"
    if wanted == "a map":
        example = map_example(path, value)
        mend = f"write a map, such as {example}" if example else mend
    elif wanted == "a list" and isinstance(value, str):
        inner = f"[{value}]"
        if path and isinstance(path[-1], int):
            said = f"each entry of {name} is a list of fields, not {_named(value)}"
            return _Words("wrong-type", said, _lists_inside(value_at(root, path[:-1]), inner))
        of_lists = bool(path) and map_example(path).startswith("[[")
        mend = f"write {path[-1]}: [{inner}]" if of_lists else f"write {path[-1]}: {inner}" if path else mend
    elif kind == "string_type" and isinstance(value, int | float):
        mend = "quote it"
    elif kind == "bool_type" and str(value).lower() in _SPOKEN:
        mend = f"write {_SPOKEN[str(value).lower()]}"
    elif kind in ("int_type", "float_type") and isinstance(value, str) and value.isdecimal():
        mend = f"write {value} without quotes"
    return _Words("wrong-type", said, mend)


def _lists_inside(written: Value, inner: str) -> str:
    """How to write a list of lists where there is a list of texts."""
    texts = [each for each in written if isinstance(each, str)] if isinstance(written, list) else []
    if len(texts) < 2:
        return f"write [{inner}]: a list inside the list"
    alone = ", ".join(f"[{text}]" for text in texts)
    return f"write [[{', '.join(texts)}]] for all of them together, [{alone}] for each by itself"


def _named(value: object) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return shown(value)
