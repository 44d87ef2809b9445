"""What each topic carries, and what the broker must hold for it."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator, SchemaError

from tests.contracts.documents import at, row, table

LENT = {
    "loan_id": "0190b0c4-7c3e-7000-8000-0123456789ab",
    "isbn": "9780141439518",
    "copies": [{"barcode": "0000000000017", "shelf": {"room": "B", "row": 3}, "weight": 0.25}],
    "days": 14,
    "price": "3.00",
    "total": "9007199254740993",
    "due": "2026-03-01",
    "at": "2026-02-01T10:00:00.000000Z",
    "every": "P14D",
    "note": None,
    "state": "worn",
    "labels": {"genre": "novel"},
}

WRONG: dict[str, object] = {
    "loan_id": "17",
    "isbn": "97801414395180",
    "copies": {},
    "days": "14",
    "price": 3.0,
    "total": 9007199254740993,
    "due": "tomorrow",
    "at": "2026-02-01T10:00:00",
    "every": 14,
    "note": 1,
    "state": "lost",
    "labels": {"genre": "a word that is far too long for a label"},
}


def validator(schema: dict[str, object]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_topic_has_a_valid_schema(any_contracts: dict[str, dict[str, object]]) -> None:
    schemas = {path: schema for path, schema in any_contracts.items() if path.startswith("topics/")}
    assert schemas
    for schema in schemas.values():
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        Draft202012Validator.check_schema(schema)


def test_the_judge_of_schemas_refuses_a_type_that_is_none(contracts: dict[str, dict[str, object]]) -> None:
    schema = contracts["topics/books.lent.schema.json"]
    with pytest.raises(SchemaError):
        Draft202012Validator.check_schema({**schema, "type": "objekt"})


def test_a_payload_in_wire_form_is_accepted(contracts: dict[str, dict[str, object]]) -> None:
    validator(contracts["topics/books.lent.schema.json"]).validate(LENT)


def test_a_publisher_that_is_ahead_may_add_members(contracts: dict[str, dict[str, object]]) -> None:
    validator(contracts["topics/books.lent.schema.json"]).validate({**LENT, "colour": "red"})


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_value_of_another_type_is_refused(name: str, contracts: dict[str, dict[str, object]]) -> None:
    errors = list(validator(contracts["topics/books.lent.schema.json"]).iter_errors({**LENT, name: WRONG[name]}))
    assert [error.path[0] for error in errors] == [name]


@pytest.mark.parametrize("name", sorted(LENT))
def test_only_what_has_a_default_or_null_may_be_absent(name: str, contracts: dict[str, dict[str, object]]) -> None:
    payload = {key: value for key, value in LENT.items() if key != name}
    accepted = validator(contracts["topics/books.lent.schema.json"]).is_valid(payload)
    assert accepted == (name in {"days", "note"})


def test_a_compacted_topic_also_carries_tombstones(contracts: dict[str, dict[str, object]]) -> None:
    shelf = validator(contracts["topics/books.shelf.schema.json"])
    assert shelf.is_valid(None)
    assert shelf.is_valid({"isbn": "9780141439518", "shelf": {"room": "B", "row": 3}})
    assert not shelf.is_valid({"isbn": "9780141439518"})
    assert not validator(contracts["topics/books.lent.schema.json"]).is_valid(None)


def test_the_broker_holds_each_topic_with_its_retries_and_dead_letters(
    contracts: dict[str, dict[str, object]],
) -> None:
    topics = {str(at(topic, "name")): table(topic) for topic in row(contracts["topics.json"], "topics")}
    assert list(topics) == [
        "books.lent",
        "books.lent.reminders.dead",
        "books.lent.reminders.retry",
        "books.shelf",
        "books.shelf.reminders.dead",
    ]
    assert topics["books.lent"]["partitions"] == topics["books.lent.reminders.retry"]["partitions"] == 4
    assert topics["books.lent"]["config"] == {
        "cleanup.policy": "delete",
        "min.insync.replicas": "2",
        "retention.ms": "259200000",
    }
    assert at(topics, "books.shelf", "config", "cleanup.policy") == "compact"
    assert topics["books.lent.reminders.dead"]["publishers"] == ["reminders"]
    assert topics["books.lent.reminders.dead"]["of"] == "books.lent"
