"""What a person sees while typing a blueprint in an editor: completion, meanings and mistakes.

The judge is the YAML language server that editors start, with the published schema and no network.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.editor.client import Editor

pytestmark = pytest.mark.real

ROOT = Path(__file__).parent.parent.parent
PUBLISHED = ROOT / "schemas" / "blueprint.schema.json"
REFERENCE = (
    (ROOT / "blueprint.yaml").read_text(encoding="utf-8").partition("\n")[2]
)  # without the line that names the schema
CURSOR = "▏"


def place(text: str, mark: str) -> tuple[int, int]:
    """Line and column, from 0, where `mark` first stands."""
    before = text[: text.index(mark)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def offered(editor: Editor, after: str, typed: str) -> set[str]:
    """What is offered at the cursor, where `typed` stands on the lines below the line that starts with `after`."""
    head, line, tail = REFERENCE.partition(f"\n{after}")
    rest_of_line, _, below = tail.partition("\n")
    text = f"{head}{line}{rest_of_line}\n{typed}\n{below}"
    where = place(text, CURSOR)
    editor.opened(text.replace(CURSOR, ""))
    return set(editor.completed(*where))


def meant(editor: Editor, mark: str) -> str:
    """What is said of the word of the reference that `mark` starts with."""
    editor.opened(REFERENCE)
    return editor.hovered(*place(REFERENCE, mark))


def test_the_reference_opens_without_a_mark(editor: Editor) -> None:
    assert editor.opened(REFERENCE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("kind: fastapi", "kind: fastapy", '"fastapi", "vue", "container", "external"'),
        ("partitions: 6", "partitons: 6", "partitons is not allowed"),
        ("title: Tienda", "database: main", "database is not allowed"),
        ("keep: 30d", "keep: 30 days", "This is no duration. A number and a unit"),
        ("stock: int = 0", "stock: integer = 0", "A type, `| null` where it may be null"),
    ],
)
def test_a_mistake_is_marked_at_its_line_in_words(editor: Editor, right: str, wrong: str, message: str) -> None:
    found = editor.opened(REFERENCE.replace(right, wrong, 1))
    assert {line for line, _ in found} == {place(REFERENCE, right)[0] + 1}
    assert any(message in said for _, said in found), found


def test_a_key_that_must_be_there_is_missed(editor: Editor) -> None:
    found = editor.opened(REFERENCE.replace("blueprint: 1\n", "", 1))
    assert [said for _, said in found] == ['Missing property "blueprint".']


def test_a_comment_on_the_first_line_names_the_schema_too(editor: Editor) -> None:
    mistake = REFERENCE.replace("partitions: 6", "partitons: 6", 1)
    assert editor.opened(mistake, "shop.yaml") == []
    schema = editor.folder / "schemas" / "blueprint.schema.json"
    schema.parent.mkdir()
    shutil.copyfile(PUBLISHED, schema)
    comment = "# yaml-language-server: $schema=../schemas/blueprint.schema.json\n"
    assert editor.opened(comment + REFERENCE, "shop.yaml") == []
    assert [said for _, said in editor.opened(comment + mistake, "shop.yaml")] == ["Property partitons is not allowed."]


def test_each_of_two_mistakes_is_marked(editor: Editor) -> None:
    text = REFERENCE.replace("kind: fastapi", "kind: fastapy", 1).replace("partitions: 6", "partitons: 6", 1)
    expected = [place(text, "partitons")[0] + 1, place(text, "fastapy")[0] + 1]
    assert [line for line, _ in editor.opened(text)] == expected


def test_inside_a_service_the_keys_of_its_kind_are_offered(editor: Editor) -> None:
    fresh = "  returns:\n    kind: fastapi\n    ▏"
    assert {"publishes", "consumes", "entities", "expose", "calls"} <= offered(editor, "services:", fresh)


def test_inside_orders_the_topics_that_it_publishes_can_be_completed(editor: Editor) -> None:
    text = REFERENCE.replace("    publishes: [orders.placed, orders.cancelled]\n", "    \n", 1)
    editor.opened(text)
    found = editor.completed(text[: text.index("\n    \n")].count("\n") + 1, 4)
    assert "publishes" in found
    assert "title" not in found


def test_a_front_end_is_offered_nothing_that_it_cannot_have(editor: Editor) -> None:
    found = offered(editor, "services:", "  kiosk:\n    kind: vue\n    ▏")
    assert "title" in found
    assert found.isdisjoint({"publishes", "database", "image", "url"})


def test_the_first_thing_offered_for_a_service_is_its_kind(editor: Editor) -> None:
    assert "kind" in offered(editor, "services:", "  kiosk:\n    ▏")
    kinds = offered(editor, "services:", "  kiosk:\n    kind: ▏")
    assert {"fastapi", "vue", "container", "external"} <= kinds


def test_words_that_a_key_takes_are_offered(editor: Editor) -> None:
    assert {"public", "user", "owner", "service"} <= offered(editor, "    kind: fastapi", "    access: ▏")
    topic = "  orders.returned:\n    compatibility: ▏\n    fields: {order_id: uuid}"
    assert {"backward", "forward", "full", "none"} <= offered(editor, "topics:", topic)


def test_systems_that_are_not_named_yet_are_offered(editor: Editor) -> None:
    text = REFERENCE.replace("  grafana:      {}\n", "  \n", 1)
    editor.opened(text)
    found = editor.completed(text[: text.index("\n  \n")].count("\n") + 1, 2)
    assert "grafana" in found
    assert "kafka" not in found


@pytest.mark.parametrize(
    ("word", "meaning", "example"),
    [
        ("partitions: 6", "How many consumers of a group may work at once.", "6"),
        ("rate_limit: 5/s", "How many requests a client address may make.", "5/s"),
        ("publishes: [orders", "Topics that it may publish.", "- orders.placed"),
        ("wireguard:", "The VPN.", "network: 10.99.0.0/24"),
    ],
)
def test_a_key_under_the_mouse_says_its_meaning_and_an_example(
    editor: Editor, word: str, meaning: str, example: str
) -> None:
    said = meant(editor, word)
    assert meaning in said
    assert example in said.partition("Example:")[2]


def test_what_is_no_key_says_nothing_of_partitions(editor: Editor) -> None:
    assert "consumers of a group" not in meant(editor, "platform:\n")
