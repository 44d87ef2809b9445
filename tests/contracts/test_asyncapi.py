"""One AsyncAPI document tells every topic, who sends and who receives."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.contracts.documents import at, planted, table

HERE = Path(__file__).parent


def installed() -> Path:
    """The official parser, installed beside this file from its lock."""
    npm = shutil.which("npm")
    assert npm, "npm is missing: .ci/run installs it"
    if not (HERE / "node_modules" / "@asyncapi" / "parser").is_dir():
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True, timeout=300
        )
    return HERE / "asyncapi.mjs"


@pytest.fixture(scope="session")
def parser() -> Path:
    """The parser, installed once."""
    return installed()


def judge(parser: Path, document: object) -> list[str]:
    """What the parser finds wrong with the document."""
    asked = subprocess.run(
        ["node", str(parser)], input=json.dumps(document), capture_output=True, text=True, timeout=120, cwd=HERE
    )
    findings = asked.stdout.splitlines()
    assert (asked.returncode == 0) == (not findings), asked.stderr
    return findings


@pytest.mark.real
def test_the_official_parser_finds_nothing(parser: Path, any_contracts: dict[str, dict[str, object]]) -> None:
    assert judge(parser, any_contracts["asyncapi.json"]) == []


@pytest.mark.real
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("operations", "books.send.books.lent", "action"), "shout"),
        (("operations", "books.send.books.lent", "messages", 0, "$ref"), "#/channels/books.shelf/messages/BooksShelf"),
        (("channels", "books.lent", "bindings", "kafka", "partitions"), 0),
        (("components", "schemas", "BooksLent", "type"), "objekt"),
        (("components", "messages", "BooksLent", "payload", "$ref"), "#/components/schemas/Nowhere"),
    ],
)
def test_the_official_parser_refuses_a_planted_mistake(
    parser: Path, contracts: dict[str, dict[str, object]], path: tuple[str | int, ...], value: object
) -> None:
    assert judge(parser, planted(contracts["asyncapi.json"], path, value))


def test_each_publisher_sends_and_each_consumer_receives_in_its_group(
    contracts: dict[str, dict[str, object]],
) -> None:
    operations = table(contracts["asyncapi.json"], "operations")
    assert set(operations) == {
        "books.send.books.lent",
        "books.send.books.shelf",
        "reminders.receive.books.lent",
        "reminders.receive.books.lent.reminders.retry",
        "reminders.receive.books.shelf",
        "reminders.send.books.lent.reminders.dead",
        "reminders.send.books.lent.reminders.retry",
        "reminders.send.books.shelf.reminders.dead",
    }
    for topic, group in {
        "books.lent": "reminders.books.lent",
        "books.lent.reminders.retry": "reminders.books.lent.retry",
    }.items():
        received = operations[f"reminders.receive.{topic}"]
        assert at(received, "bindings", "kafka", "groupId", "enum") == [group]


def test_a_compacted_topic_has_its_tombstone_as_a_second_message(contracts: dict[str, dict[str, object]]) -> None:
    document = contracts["asyncapi.json"]
    assert list(table(document, "channels", "books.shelf", "messages")) == ["BooksShelf", "BooksShelf.tombstone"]
    assert at(document, "components", "messages", "BooksShelf.tombstone", "payload", "type") == "null"


def test_events_carry_the_headers_of_cloudevents(contracts: dict[str, dict[str, object]]) -> None:
    headers = table(contracts["asyncapi.json"], "components", "messages", "BooksLent", "headers")
    assert {"ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "ce_subject", "plano_wire"} <= set(
        table(headers, "properties")
    )
    assert at(headers, "properties", "ce_type", "const") == "books.lent"


def test_the_record_key_is_the_key_fields_text(contracts: dict[str, dict[str, object]]) -> None:
    key = table(contracts["asyncapi.json"], "components", "messages", "BooksLent", "bindings", "kafka", "key")
    assert (key["type"], key["format"]) == ("string", "uuid")
