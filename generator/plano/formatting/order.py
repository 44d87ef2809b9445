"""In which order the keys of a mapping stand: the language's own, where the language names them."""

from __future__ import annotations

from plano.language.blueprint import Blueprint
from plano.language.lookup import keys_of, models_at
from plano.language.models.fields import TypeBody
from plano.language.places import Path


def ordered(path: Path, keys: list[str]) -> list[str]:
    """`keys` of the mapping at `path` in the order of the models.

    A map whose keys a person names keeps its order, and so does one that has a key which the language does not know.
    """
    for model in models_at(Blueprint, path):
        known = list(keys_of(model))
        if model is not TypeBody and set(keys) <= set(known):
            return sorted(keys, key=known.index)
    return keys
