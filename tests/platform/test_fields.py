"""Fields of a platform: alike ones are one object, and what differs stays apart."""

from __future__ import annotations

from plano.language.blueprint import FieldDecl
from plano.language.fieldtypes import Scalar
from plano.platform.fields import FieldPool, mentioned, reached
from plano.platform.model import Field, ValueType

UUID = FieldDecl.model_validate("uuid")
TEXT = FieldDecl.model_validate("text | null")
PARTS = FieldDecl.model_validate("list(map(Part))")


def test_a_field_is_made_once_for_a_name_and_a_declaration() -> None:
    pool = FieldPool()
    assert pool.field("order_id", UUID) is pool.field("order_id", UUID)
    assert pool.fields({"order_id": UUID})[0] is pool.field("order_id", UUID)


def test_fields_that_differ_in_name_declaration_or_right_are_apart() -> None:
    pool = FieldPool()
    made = (
        pool.field("order_id", UUID),
        pool.field("owner_id", UUID),
        pool.field("order_id", TEXT),
        pool.field("order_id", UUID, readonly=True),
    )
    assert made == (
        Field("order_id", Scalar("uuid")),
        Field("owner_id", Scalar("uuid")),
        Field("order_id", Scalar("text"), nullable=True),
        Field("order_id", Scalar("uuid"), readonly=True),
    )


def test_a_declaration_that_is_gone_lends_its_place_to_no_other() -> None:
    pool = FieldPool()
    for length in range(1, 200):
        made = pool.field("label", FieldDecl.model_validate({"type": f"string({length})"}))
        assert made.type == Scalar("string", length=length)


def test_whole_bounds_of_whole_numbers_are_whole() -> None:
    pool = FieldPool()
    count = pool.field("count", FieldDecl.model_validate({"type": "int", "min": 1.0, "max": 9}))
    price = pool.field("price", FieldDecl.model_validate({"type": "float", "min": 0.5}))
    assert (repr(count.minimum), repr(count.maximum)) == ("1", "9")
    assert (price.minimum, price.maximum) == (0.5, None)


def test_a_type_is_mentioned_through_lists_and_maps() -> None:
    assert mentioned(FieldPool().fields({"order_id": UUID, "parts": PARTS})) == ["Part"]


def test_types_are_reached_once_and_after_what_they_need() -> None:
    pool = FieldPool()
    part = ValueType("Part", pool.fields({"label": TEXT}))
    box = ValueType("Box", pool.fields({"parts": PARTS}))
    assert reached(("Box", "Part", "Box", "Nothing"), {"Box": box, "Part": part}) == (part, box)
