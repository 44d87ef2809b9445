"""Each key of the language has a meaning and an example that is right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator
from pydantic import Field, ValidationError, create_model
from pydantic.fields import FieldInfo

from plano.language import blueprint
from plano.language.meanings import Meaning, meanings
from plano.language.models.base import Model
from plano.language.reference import FORMS, form_schemas
from plano.language.schema import example_of, schema


class Undocumented(Model):
    """A mapping with three mistakes: no meaning, no example, an example that its own key refuses."""

    alone: int = 0
    meant: int = 0
    """A number."""
    misled: int = Field(default=0, ge=10)
    """A number from 10. Example: `9`."""


def models(root: type[Model] = Model) -> Iterator[type[Model]]:
    """Every mapping of the language, once."""
    for model in root.__subclasses__():
        if model.__module__.startswith(blueprint.__name__.partition(".")[0] + "."):
            yield model
            yield from models(model)


KEYS = {f"{model.__name__}.{name}": (model, name) for model in models() for name in model.model_fields}
DEFINITIONS = schema()["$defs"]


def faults(model: type[Model], name: str) -> list[str]:
    """What is missing or wrong in what is said of a key."""
    said, field = meanings(model)[name], model.model_fields[name]
    found = [] if said.text else ["no meaning"]
    found += [] if said.examples else ["no example"]
    return found + [f"{example} is refused" for example in said.examples if not is_right(field, example)]


def is_right(field: FieldInfo, example: str) -> bool:
    """Whether the key itself takes its example."""
    key = field.alias or "value"
    assert field.annotation is not None
    mapping = create_model("Mapping", value=(field.annotation, field))
    try:
        mapping.model_validate({key: example_of(example)})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_key_has_a_meaning_and_examples_that_it_takes(key: str) -> None:
    assert faults(*KEYS[key]) == []


@pytest.mark.parametrize(
    ("key", "found"),
    [("alone", ["no meaning", "no example"]), ("meant", ["no example"]), ("misled", ["9 is refused"])],
)
def test_a_key_without_them_is_found(key: str, found: list[str]) -> None:
    assert faults(Undocumented, key) == found


def test_an_example_leaves_the_meaning_as_one_sentence_for_messages() -> None:
    assert meanings(Undocumented)["misled"] == Meaning("A number from 10.", ("9",))


def examples_within(node: object) -> Iterator[tuple[dict[str, object], object]]:
    """Each node of the schema that has examples, with each of them."""
    if isinstance(node, list):
        for inner in node:
            yield from examples_within(inner)
    if isinstance(node, dict):
        examples = node.get("examples")
        for example in examples if isinstance(examples, list) else ():
            yield node, example
        for inner in node.values():
            yield from examples_within(inner)


def test_the_schema_takes_every_example_too() -> None:
    refused = [
        example
        for node, example in examples_within(schema())
        if not Draft202012Validator({**node, "$defs": DEFINITIONS}).is_valid(example)
    ]
    assert refused == []


def test_the_schema_refuses_an_example_of_another_key() -> None:
    (node, _) = next(iter(examples_within(schema())))
    assert not Draft202012Validator({**node, "$defs": DEFINITIONS}).is_valid(["not", {"an": "example"}])


def test_every_form_of_values_is_explained_by_an_example_that_yaml_reads() -> None:
    explained = list(form_schemas())
    assert len(explained) == len(FORMS)
    for form in explained:
        examples = form["examples"]
        assert form["description"]
        assert isinstance(examples, list)
        assert [example_of(str(example)) for example in examples]
