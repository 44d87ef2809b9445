"""A value of an enum is renamed in its field, its default and what environments set, and says what it was."""

from __future__ import annotations

import pytest

from plano.pipeline import check_text
from plano.renaming.blueprint import RefusedError
from plano.renaming.targets import RenameError
from tests.renaming.judging import Thing, comments, described, differing, rename, things
from tests.renaming.shop import SHOP

GRADE = "orders.Order.grade"


def value(name: str, new: str, text: str = SHOP, *, settled: bool = False) -> str:
    """The text with that value renamed."""
    return rename(text, Thing("value", name), new, settled=settled)


def changed(before: str, after: str) -> list[str]:
    """The lines of the second that are not in the first."""
    return [line.rstrip("\n") for _, new in differing(before, after) for line in new]


def test_a_short_form_makes_room_for_what_the_value_was() -> None:
    assert changed(SHOP, value("orders.Order.status.paid", "settled")) == [
        '          status: {type: "enum(placed | settled | sent)", default: settled, values_were: {settled: paid}}'
        "   # paid at once"
    ]


def test_a_long_form_gets_one_line_and_keeps_its_comments_and_its_description() -> None:
    assert changed(SHOP, value(f"{GRADE}.fine", "silver")) == [
        "            type: enum(paid | silver)      # paid",
        "            default: silver",
        "            values_were: {silver: fine}",
    ]


def test_a_value_of_the_same_name_elsewhere_stays() -> None:
    after = value("orders.placed.how.paid", "bought")
    assert changed(SHOP, after) == [
        "  orders.placed: {key: order_id, fields: {order_id: uuid, how: {type: enum(web | bought), nullable: true, "
        "values_were: {bought: paid}}, parts: list(Part)}}"
    ]


def test_what_environments_set_a_setting_to_follows() -> None:
    assert changed(SHOP, value("orders.config.mode.slow", "steady")) == [
        "    services: {orders: {config: {mode: steady}}}   # slow on staging",
        "    config: {mode: enum(fast | steady) = fast}",
    ]


def test_a_value_of_an_argument_is_kept_nowhere_and_so_says_nothing() -> None:
    assert changed(SHOP, value("orders.place_order.query.how.web", "site")) == [
        "        query: {how: enum(site | paid) = site}"
    ]


def test_two_values_of_one_field_share_a_map() -> None:
    after = value(f"{GRADE}.fine", "silver", value(f"{GRADE}.paid", "gold"))
    assert "values_were: {gold: paid, silver: fine}" in after
    back = value(f"{GRADE}.gold", "paid", after)
    assert "            values_were: {silver: fine}\n" in back


def test_until_a_migration_has_run_a_second_rename_keeps_what_rows_say() -> None:
    once = value(f"{GRADE}.paid", "gold")
    assert "values_were: {best: paid}" in value(f"{GRADE}.gold", "best", once)
    assert "values_were: {best: gold}" in value(f"{GRADE}.gold", "best", once, settled=True)


def test_a_comment_in_the_map_stays_when_its_last_entry_goes() -> None:
    written = "            description: paid or fine\n"
    text = SHOP.replace(written, written + "            values_were:   # of old\n              fine: ok\n")
    after = value(f"{GRADE}.fine", "ok", text)
    assert comments(after) == comments(text)
    assert "            values_were:   # of old\n              {}\n" in after
    assert value(f"{GRADE}.fine", "dear", text).count("              dear: ok\n") == 1


def test_every_value_of_the_shop_goes_there_and_back() -> None:
    every = [each for each in things(SHOP) if each.kind in ("value", "role", "operation", "environment")]
    assert {each.kind for each in every} == {"value", "role", "operation", "environment"}
    for each in every:
        after = rename(SHOP, each, each.new)
        assert comments(after) == comments(SHOP)
        assert rename(after, each.called(each.new), each.last) == SHOP


@pytest.mark.parametrize(
    ("name", "new", "said"),
    [
        ("Part.grade.paid", "gold", "rows of orders.Order keep 'paid' inside of 'part', and no migration renames"),
        ("orders.Order.tags.red", "blue", "rows of orders.Order keep 'red' inside of the list or map 'tags'"),
        ("orders.Order.status.pad", "x", "the blueprint has no value 'orders.Order.status.pad': did you mean"),
        ("orders.Order.stats.paid", "x", "has no field 'orders.Order.stats': did you mean 'orders.Order.status'?"),
        ("orders.Order.customer_id.paid", "x", "the field 'orders.Order.customer_id' is no enum(…)"),
        ("status.paid", "x", "a value is named with its field: orders.Order.status.paid"),
        ("orders.Order.status.paid", "sent", "there is a value 'sent' already, at blueprint.yaml:"),
        ("orders.Order.status.paid", "true", "'true' cannot be a value of an enum: YAML reads it as something else"),
        ("orders.Order.status.paid", "half-paid", "'half-paid' cannot be the name of a value: letters, digits"),
    ],
)
def test_what_would_lose_rows_or_says_nothing_is_refused_with_a_next_step(name: str, new: str, said: str) -> None:
    with pytest.raises(RenameError) as error:
        value(name, new)
    assert said in str(error.value)


def test_a_word_that_yaml_may_read_as_something_else_is_quoted() -> None:
    after = value("orders.Order.status.paid", "yes")
    assert 'default: "yes", values_were: {"yes": paid}}' in after
    assert described(value("orders.Order.status.yes", "paid", after)) == described(SHOP)
    assert 'values_were: {gold: paid, "no": fine}' in value(f"{GRADE}.fine", "no", value(f"{GRADE}.paid", "gold"))


def test_an_old_value_that_comes_back_while_rows_may_have_it_is_refused() -> None:
    once = value("orders.Order.status.paid", "settled")
    with pytest.raises(RefusedError) as error:
        value("orders.Order.status.sent", "paid", once)
    assert "the old value 'paid' is still in the enum" in error.value.diagnostics[0].message


def test_the_shop_is_a_blueprint_without_an_error() -> None:
    """A control of the tests here: a text with errors would be renamed by nobody."""
    assert check_text(SHOP).platform is not None
