"""Keys that the language does not have at their place, and keys that it needs there."""

from __future__ import annotations

from plano.diagnostics.model import Diagnostic, Edit, Fix, Severity
from plano.language.blueprint import LANGUAGE_VERSION, Blueprint
from plano.language.lookup import every_key, keys_of, meaning_of, models_at
from plano.language.models.services import KEYS, ServiceDecl
from plano.language.nearest import nearest, unmistakable
from plano.language.places import Path
from plano.language.read import Document
from plano.language.steps import map_at

_SUBJECTS = {"services": "service", "topics": "topic", "hosts": "host", "types": "type", "environments": "environment",
             "databases": "database", "systems": "system", "routes": "route"}  # fmt: skip


def missing_key(path: Path, key: str, document: Document) -> Diagnostic:
    """A key that must be in the map at `path`; shown at the key of that map."""
    models = models_at(Blueprint, path)
    meaning = next((meaning_of(model, key) for model in models if key in keys_of(model)), "")
    owner = repr(path[-1]) if path and isinstance(path[-1], str) else "the blueprint" if not path else "this entry"
    said = f"{owner} has no {key!r}"
    value = LANGUAGE_VERSION if not path and key == "blueprint" else "…"
    mend = f"add '{key}: {value}'" + (f". {meaning}" if meaning else "")
    places = document.places
    span = places.key(path) if path else places.span(0, 1)
    return Diagnostic("missing-key", Severity.ERROR, said, span, f"{key!r} is missing", mend, subject=subject_of(path))


def unknown_key(path: Path, document: Document) -> Diagnostic:
    """A key that the language does not have here."""
    key = str(path[-1])
    known = _known(path[:-1], document)
    owner = next((repr(step) for step in reversed(path[:-1]) if isinstance(step, str)), "the blueprint")
    span = document.places.key(path)
    absent = _absent(path, document)
    near = nearest(key, absent)
    fix = None
    if near is not None:
        mend = f"did you mean {near!r}?"
        if span.end_column - span.column == len(key):
            sure = key not in every_key(Blueprint) and unmistakable(key, absent)
            fix = Fix(f"rename the key to {near}", (Edit(span, near),), safe=sure)
    else:
        mend = "the keys here are " + ", ".join(known) if known else "remove it"
        if not path[:-1] and "kind" in map_at(document.value, path):
            mend = "if it is a service, indent it under 'services'"
    said = f"{owner} has no key {key!r}" if path[:-1] else f"there is no key {key!r} in a blueprint"
    return Diagnostic(
        "unknown-key", Severity.ERROR, said, span, "not a key of the language", mend, fix, subject=subject_of(path)
    )


def meant_key(path: Path, document: Document) -> Path | None:
    """The path that an unknown key was most likely meant to be; None where none is near."""
    near = nearest(str(path[-1]), _absent(path, document))
    return None if near is None else (*path[:-1], near)


def _absent(path: Path, document: Document) -> list[str]:
    """The keys that could stand beside the one at `path`, and do not."""
    siblings = map_at(document.value, path[:-1])
    return [name for name in _known(path[:-1], document) if name not in siblings]


def _known(path: Path, document: Document) -> list[str]:
    models = models_at(Blueprint, path)
    known = [key for model in models for key in keys_of(model)]
    if ServiceDecl in models:
        kind = map_at(document.value, path).get("kind")
        allowed = next((keys for name, keys in KEYS.items() if name == kind), None)
        known = [key for key in known if allowed is None or key in allowed]
    return known


def subject_of(path: Path) -> str:
    """What a finding at `path` is about, as `accept` names it."""
    return (
        f"{_SUBJECTS[path[0]]} {path[1]}" if len(path) > 1 and isinstance(path[0], str) and path[0] in _SUBJECTS else ""
    )
