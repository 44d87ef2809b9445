"""What the models state of maps: no key but theirs, each that is required, each once, none without a value."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from plano.language.blueprint import KEYS, Blueprint
from plano.language.models.messages import ConsumeDecl
from plano.language.models.services import CONTAINER_CONSUMES, ServiceDecl
from tests.constraints.derived import PARTS, edges
from tests.constraints.edits import at, map_at, put, remove
from tests.constraints.judge import AGAIN, Breaks, Broken, Constraint, Sample, Where, again, key, value
from tests.constraints.sites import Model, as_model

MODELS: tuple[Model, ...] = tuple(
    dict.fromkeys([Blueprint, *(model for forms in PARTS.values() for each in forms if (model := as_model(each.base)))])
)


def unknown_keys() -> Iterator[Constraint]:
    """A map has only the keys of its model."""
    for model in MODELS:
        if model.__name__ != "TypeBody":
            yield Constraint(f"{model.__name__} has no other keys", "unknown-key", _added(model))


def required_keys() -> Iterator[Constraint]:
    """A map has the keys that its model requires."""
    for model in MODELS:
        for name, field in model.model_fields.items():
            if field.is_required() and model.__name__ != "TypeBody":
                named = field.alias or name
                yield Constraint(f"{model.__name__} has {named}", "missing-key", _removed(model, named))


def single_keys() -> Iterator[Constraint]:
    """No key stands twice in a map, in whichever."""
    yield Constraint("a map has each key once", "duplicate-key", _doubled, beside=frozenset({"yaml-1-1"}))


def values_of_keys() -> Iterator[Constraint]:
    """No key and no item is empty, but a field's default and a setting."""
    for owner in PARTS:
        if not owner.endswith("[key]") and owner not in MAY_BE_NULL:
            yield Constraint(f"{owner} is not null", "empty-value", _emptied(owner))


MAY_BE_NULL = ("FieldDecl.default", "SettingDecl.default", "ServiceOverride.config[]")


def keys_of_kinds() -> Iterator[Constraint]:
    """A service has only the keys of its kind, and a container says little of what it consumes."""
    for kind, keys in KEYS.items():
        for name in sorted(ServiceDecl.model_fields.keys() - keys):
            yield Constraint(f"a {kind} service has no {name}", "key-of-another-kind", _of_another_kind(kind, name))
    for name in sorted(ConsumeDecl.model_fields.keys() - CONTAINER_CONSUMES):
        yield Constraint(f"a container does not say {name}", "key-of-another-kind", _of_a_container(name))


def _ends(sample: Sample, model: type[BaseModel]) -> list[tuple[str | int, ...]]:
    found = [site.path for site in sample.models if site.model is model]
    return found[:1] + found[1:][-1:]


def _added(model: Model) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        for path in _ends(sample, model):
            wrong = (*path, "not-a-key")
            yield Broken(put(sample.data, wrong, {}), key(*wrong))

    return breaks


def _removed(model: Model, name: str) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        for path in _ends(sample, model):
            yield Broken(remove(sample.data, (*path, name)), key(*path) if path else Where("start", ()))

    return breaks


def _doubled(sample: Sample) -> Iterator[Broken]:
    for site in sample.models[:40]:
        inside = map_at(sample.data, *site.path)
        for first in list(inside)[-1:]:
            yield Broken(put(sample.data, (*site.path, AGAIN), inside[first]), again(first, *site.path))


def _emptied(owner: str) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        for site in edges(sample, owner):
            where = value if isinstance(site.path[-1], int) else key
            yield Broken(put(sample.data, site.path, None), where(*site.path))

    return breaks


def _of_another_kind(kind: str, name: str) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        for service, body in map_at(sample.data, "services").items():
            if at(body, "kind") == kind:
                path = ("services", service, name)
                yield Broken(put(sample.data, path, "something"), key(*path))

    return breaks


def _of_a_container(name: str) -> Breaks:
    def breaks(sample: Sample) -> Iterator[Broken]:
        for service, body in map_at(sample.data, "services").items():
            for topic in map_at(body, "consumes") if at(body, "kind") == "container" else ():
                path = ("services", service, "consumes", topic, name)
                yield Broken(put(sample.data, path, "something"), key(*path))

    return breaks
