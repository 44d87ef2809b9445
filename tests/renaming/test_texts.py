"""A rename changes the name of one thing in the blueprint's text, wherever that thing is meant, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from plano.pipeline import check_text
from plano.renaming.blueprint import RefusedError
from plano.renaming.references import references
from plano.renaming.source import Source
from plano.renaming.targets import RenameError, target
from tests.editing.blueprints import long_blueprint
from tests.renaming.blueprints import REFERENCE, large
from tests.renaming.judging import Thing, comments, described, differing, rename, strings, things
from tests.renaming.shop import SHOP

TEXTS = {
    "reference": REFERENCE.read_text(), "large": large(), "unix": large("\n", 20), "many": long_blueprint(),
    "shop": SHOP,
}  # fmt: skip
PLACES = [(name, thing) for name, text in TEXTS.items() for thing in things(text)]


@settings(max_examples=100, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.sampled_from(PLACES))
def test_there_and_back_gives_the_old_text_and_in_between_only_the_name_differs(place: tuple[str, Thing]) -> None:
    text, thing = TEXTS[place[0]], place[1]
    after = rename(text, thing, thing.new)
    assert thing.back(repr(described(after))) == repr(described(text))
    assert comments(after) == comments(text)
    assert strings(after) == strings(text)
    for _, new in differing(text, after):
        assert [line for line in new if "ovel" not in line and not re.search(r"\b(was|path): ", line)] == []
    assert rename(after, thing.called(thing.new), thing.last) == text


def test_a_field_of_the_same_name_elsewhere_stays() -> None:
    after = rename(large("\n", 5), Thing("field", "thing-2.Box2.label"), "title")
    changed = [line for _, new in differing(large("\n", 5), after) for line in new]
    assert changed == [
        "          title: {type: string(40), was: label}          # label\n",
        "        unique: [[title], [title, state]]\n",
        "          - [state, title]\t# label\n",
    ]


def test_an_enum_value_and_a_default_of_the_same_name_stay() -> None:
    after = rename(large("\n", 5), Thing("field", "thing-2.Box2.note"), "remark")
    (changed,) = [line for _, new in differing(large("\n", 5), after) for line in new]
    assert changed == "          remark: {type: text, nullable: true, was: note}\n"


def test_a_value_of_an_enum_that_is_called_like_a_type_stays() -> None:
    text = large("\n", 5).replace("enum(label | note), default: note", "enum(Part | note), default: Part")
    after = rename(text, Thing("type", "Part"), "Piece")
    assert after.count("{type: enum(Part | note), default: Part, readonly: true}") == 5
    assert after.count("list(Piece)") == text.count("list(Part)")


def test_the_environments_overrides_and_exceptions_follow() -> None:
    text = (
        large("\n", 5)
        + "\naccept:\n  - {code: x, subject: topic thing-5.made, reason: thing-5.made, until: 2999-01-01}"
    )
    source = Source.of(text)
    after = source.edited(references(source, target(source, "topic", "thing-5.made", "novel.made")))
    assert "{code: x, subject: topic novel.made, reason: thing-5.made, until: 2999-01-01}" in after
    assert "services: {novel: {scale: {max: 3}}}" in rename(large("\n", 5), Thing("service", "thing-1"), "novel")


def test_a_name_that_yaml_reads_as_something_else_is_quoted() -> None:
    after = rename(TEXTS["reference"], Thing("service", "payments"), "on")
    assert '  "on":\n    kind: fastapi' in after
    assert 'calls: [users, catalog, orders, "on"]' in after
    assert '/api/payments: {service: "on"}' in after


def test_quotes_stay() -> None:
    text = TEXTS["many"]
    assert "  'rack-1':" in text
    assert "  'novel':" in rename(text, Thing("host", "rack-1"), "novel")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("int = 5", "{type: int, default: 5, was: note}"),
        ("bool = false", "{type: bool, default: false, was: note}"),
        ("string(20) = yes", '{type: string(20), default: "yes", was: note}'),
        ("string(20) = true", '{type: string(20), default: "true", was: note}'),
        ("decimal(12.2) = 1.50", '{type: decimal(12.2), default: "1.50", was: note}'),
        ("decimal(12.2)|null=7", '{type: decimal(12.2), nullable: true, default: "7", was: note}'),
        ("enum(a | b) | null", "{type: enum(a | b), nullable: true, was: note}"),
        ('"list(Line) | null"', '{type: "list(Line)", nullable: true, was: note}'),
    ],
)
def test_a_short_form_makes_room_for_was_and_means_the_same(short: str, long: str) -> None:
    text = TEXTS["reference"].replace("          note: text | null\n", f"          note: {short}\n")
    after = rename(text, Thing("field", "orders.Order.note"), "remark")
    assert f"          remark: {long}\n" in after
    before, then = check_text(text).blueprint, check_text(after).blueprint
    assert before is not None
    assert then is not None
    old = before.services["orders"].entities["Order"].fields["note"]
    assert then.services["orders"].entities["Order"].fields["remark"] == old.model_copy(update={"was": "note"})


def test_a_long_form_that_says_no_more_than_a_short_one_comes_back_short() -> None:
    written = "          note: {type: text, nullable: true}\n"
    text = TEXTS["reference"].replace("          note: text | null\n", written)
    after = rename(text, Thing("field", "orders.Order.note"), "remark")
    assert rename(after, Thing("field", "orders.Order.remark"), "note") == TEXTS["reference"]


def test_a_second_rename_keeps_the_name_under_which_the_data_are() -> None:
    once = rename(TEXTS["reference"], Thing("service", "orders"), "sales")
    twice = rename(once, Thing("service", "sales"), "deals")
    assert twice == rename(TEXTS["reference"], Thing("service", "orders"), "deals")


def test_once_a_migration_has_renamed_a_table_the_next_rename_begins_there() -> None:
    once = rename(TEXTS["reference"], Thing("entity", "payments.Payment"), "Settlement")
    assert "was: Payment" in once
    assert "was: Payment" in rename(once, Thing("entity", "payments.Settlement"), "Deal")
    assert "was: Settlement" in rename(once, Thing("entity", "payments.Settlement"), "Deal", settled=True)


def test_an_entity_that_is_exposed_keeps_its_path() -> None:
    before, after = TEXTS["reference"], rename(TEXTS["reference"], Thing("entity", "catalog.Product"), "Good")
    assert "        path: /products\n        was: Product\n" in after
    assert addresses(after) == addresses(before)


def addresses(text: str) -> list[str]:
    """The path of every endpoint; what its arguments are called is not in an address."""
    paths = [each.path for service in described(text).services for each in service.endpoints]
    return [re.sub(r"\{\w+\}", "{}", path) for path in paths]


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("service", "order", "sales", "the blueprint has no service 'order': did you mean 'orders'?"),
        ("topic", "orders.place", "x.y", "did you mean 'orders.placed'?"),
        ("entity", "Order", "Purchase", "an entity is named with its service: orders.Order"),
        (
            "entity",
            "orders.Ordr",
            "Purchase",
            "the blueprint has no entity 'orders.Ordr': did you mean 'orders.Order'?",
        ),
        ("field", "orders.Order.nte", "x", "did you mean 'orders.Order.note'?"),
        ("field", "order.Order.note", "x", "the blueprint has no service 'order': did you mean 'orders'?"),
        ("service", "orders", "payments", "there is a service 'payments' already, at blueprint.yaml:"),
        ("service", "orders", "Sales", "'Sales' cannot be the name of a service: lower-case letters"),
        ("entity", "orders.Order", "order", "PascalCase"),
        ("host", "db-1", "db-1", "host 'db-1' has that name already"),
        ("field", "Line.sku", "code", "rows of orders.Order keep 'sku' inside of 'lines'"),
        ("type", "Item", "Line", "there is a type 'Line' already"),
    ],
)
def test_what_cannot_be_renamed_is_told_with_a_next_step(kind: str, old: str, new: str, said: str) -> None:
    with pytest.raises(RenameError) as error:
        rename(TEXTS["reference"], Thing(kind, old), new)
    assert said in str(error.value)


def test_no_other_service_takes_the_name_under_which_data_are_kept() -> None:
    once = rename(TEXTS["reference"], Thing("service", "orders"), "sales")
    with pytest.raises(RenameError, match="data of service 'sales' are kept under 'orders'"):
        rename(once, Thing("service", "payments"), "orders")


def test_a_name_that_makes_an_error_elsewhere_is_refused_with_that_error() -> None:
    with pytest.raises(RefusedError) as error:
        rename(TEXTS["reference"], Thing("entity", "orders.Order"), "Line")
    assert [each.code for each in error.value.diagnostics] == ["name-collision"]


def test_a_rename_of_every_word_is_found_out() -> None:
    """A negative control: the judge of lines refuses what a search and replace does."""
    text = large("\n", 5)
    careless = text.replace("thing-2", "novel")
    assert comments(careless) != comments(text)
    assert strings(careless) != strings(text)
    assert careless != rename(text, Thing("service", "thing-2"), "novel")
