"""Schemas are named once in a document: what many operations show is written once, and no name means two things."""

from __future__ import annotations

import pytest

from plano.emitters.contracts.openapi.components import Components

TEXT: dict[str, object] = {"type": "string"}
NUMBER: dict[str, object] = {"type": "integer"}


def test_what_many_operations_show_is_written_once() -> None:
    components, entity, times = Components(), object(), []

    def write() -> dict[str, object]:
        times.append(1)
        return dict(TEXT)

    references = [components.once("Order", entity, write) for _ in range(3)]
    assert references == [{"$ref": "#/components/schemas/Order"}] * 3
    assert (components.schemas, len(times)) == ({"Order": TEXT}, 1)


def test_two_things_of_one_name_and_one_schema_are_one() -> None:
    components = Components()
    components.once("Order", object(), lambda: dict(TEXT))
    assert components.once("Order", object(), lambda: dict(TEXT)) == components.schema("Order", dict(TEXT))


def test_two_schemas_of_one_name_are_a_bug_whichever_comes_first() -> None:
    components, entity = Components(), object()
    components.schema("Order", dict(NUMBER))
    components.once("Part", entity, lambda: dict(TEXT))
    with pytest.raises(ValueError, match="two schemas of one document are named 'Order'"):
        components.once("Order", entity, lambda: dict(TEXT))
    with pytest.raises(ValueError, match="two schemas of one document are named 'Order'"):
        components.once("Order", entity, lambda: dict(TEXT))  # that it was asked for before says nothing
    with pytest.raises(ValueError, match="two schemas of one document are named 'Part'"):
        components.once("Part", object(), lambda: dict(NUMBER))


def test_the_kits_own_names_give_way_to_the_blueprints() -> None:
    components = Components()
    components.schema("Problem", dict(TEXT))
    assert components.own("Problem", dict(NUMBER)) == {"$ref": "#/components/schemas/Problem_"}
    assert components.own("Problem", dict(TEXT)) == {"$ref": "#/components/schemas/Problem"}


def test_a_problem_that_an_operation_names_is_among_the_shared_responses() -> None:
    components = Components()
    assert components.problems((404,)) == {"404": {"$ref": "#/components/responses/NotFound"}}
    components.problems((404, 500))
    assert components.statuses == {404, 500}
