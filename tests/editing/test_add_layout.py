"""How a new entry is written: as its neighbours are, and where the language has it."""

from __future__ import annotations

import pytest

from plano.editing.edit import add_entry, remove_entry
from plano.editing.sheet import Sheet, UneditableError
from plano.language.places import Path
from plano.language.scalars import Value

HOST: Value = {"address": "10.0.0.9", "roles": ["worker"]}
AT: Path = ("hosts", "new")


def after(before: str, path: Path = AT, value: Value = HOST) -> str:
    """The text with the entry; without it again it is the old one."""
    sheet = Sheet.of(before)
    edited = add_entry(sheet, path, value)
    assert remove_entry(edited, path).text == before
    return edited.text


def test_a_name_comes_behind_the_last_one_and_before_the_comment_that_follows() -> None:
    before = "hosts:\n  a: {address: 10.0.0.1}  # first\n  # b was here\n\nsystems: {elk: {}}\n"
    assert after(before) == (
        "hosts:\n  a: {address: 10.0.0.1}  # first\n  new: {address: 10.0.0.9, roles: [worker]}\n"
        "  # b was here\n\nsystems: {elk: {}}\n"
    )


def test_a_comment_inside_the_entry_before_stays_with_it() -> None:
    before = "hosts:\n  a:\n    address: 10.0.0.1\n    # roles: later\nsystems: {elk: {}}\n"
    assert after(before) == (
        "hosts:\n  a:\n    address: 10.0.0.1\n    # roles: later\n  new:\n    address: 10.0.0.9\n    roles: [worker]\n"
        "systems: {elk: {}}\n"
    )


def test_values_stand_in_the_column_of_the_others_where_the_name_leaves_room() -> None:
    before = "hosts:\n  a:      {address: 10.0.0.1}\n  bbbb:   {address: 10.0.0.2}\n"
    assert after(before).endswith("  bbbb:   {address: 10.0.0.2}\n  new:    {address: 10.0.0.9, roles: [worker]}\n")


def test_a_wide_indent_and_lists_on_lines_of_their_own_are_kept_up() -> None:
    before = "hosts:\n    a:\n        address: 10.0.0.1\n        roles:\n        - worker\n"
    assert after(before) == f"{before}    new:\n        address: 10.0.0.9\n        roles:\n            - worker\n"


def test_blank_lines_between_neighbours_are_kept_up() -> None:
    before = "hosts:\n  a: {x: 1}\n\n\n  b: {x: 1}\n\nsystems: {elk: {}}\n"
    assert after(before, value={"x": 1}) == (
        "hosts:\n  a: {x: 1}\n\n\n  b: {x: 1}\n\n\n  new: {x: 1}\n\nsystems: {elk: {}}\n"
    )


def test_a_map_in_braces_takes_the_entry_into_its_braces() -> None:
    assert after("hosts: {a: {x: 1}}  # all\n", value={"x": 1}) == "hosts: {a: {x: 1}, new: {x: 1}}  # all\n"
    assert after("hosts: {a: {x: 1}, }\n", value={"x": 1}) == "hosts: {a: {x: 1}, new: {x: 1}, }\n"
    assert after("hosts: { a: {x: 1},\n         b: {x: 1} }\n", value={"x": 1}) == (
        "hosts: { a: {x: 1},\n         b: {x: 1}, new: {x: 1} }\n"
    )


def test_a_map_in_braces_on_many_lines_gets_a_line_more() -> None:
    assert after("hosts: {\n  a: {x: 1},\n  b: {x: 1}  # last\n}\n", value={"x": 1}) == (
        "hosts: {\n  a: {x: 1},\n  b: {x: 1},  # last\n  new: {x: 1}\n}\n"
    )
    assert after("hosts: {\n  a: {x: 1},  # one\n  # two\n  b: {x: 1},\n}\n", value={"x": 1}) == (
        "hosts: {\n  a: {x: 1},  # one\n  # two\n  b: {x: 1},\n  new: {x: 1},\n}\n"
    )


def test_empty_braces_are_filled() -> None:
    sheet = Sheet.of("hosts: {}  # none yet\n")
    assert add_entry(sheet, AT, {"x": 1}).text == "hosts: {new: {x: 1}}  # none yet\n"


def test_a_missing_section_comes_where_the_language_has_it_and_with_the_blank_lines_that_are_there() -> None:
    before = "blueprint: 1\n\nplatform: {name: p}\n\n# What runs.\nservices:\n  web: {kind: vue}\n\n# the end\n"
    assert after(before) == (
        "blueprint: 1\n\nplatform: {name: p}\n\nhosts:\n  new: {address: 10.0.0.9, roles: [worker]}\n\n"
        "# What runs.\nservices:\n  web: {kind: vue}\n\n# the end\n"
    )
    behind = after(before, ("routes", "/x"), {"service": "web"})
    assert behind.endswith("  web: {kind: vue}\n\nroutes:\n  /x: {service: web}\n\n# the end\n")


def test_a_key_of_the_language_that_comes_before_all_others_leaves_the_comment_to_the_next() -> None:
    before = "services:\n  a:\n    entities:\n      B:\n        # how it is found\n        index: [[x]]\n"
    path: Path = ("services", "a", "entities", "B", "fields", "x")
    assert after(before, path, "int").endswith(
        "      B:\n        fields:\n          x: int\n        # how it is found\n        index: [[x]]\n"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends_are_those_of_the_file_and_a_missing_one_stays_missing(end: str, last: str) -> None:
    before = f"hosts:{end}  a: {{x: 1}}\t#\ttabs{last and end}"
    assert after(before, value={"x": 1}) == f"hosts:{end}  a: {{x: 1}}\t#\ttabs{end}  new: {{x: 1}}{last and end}"


def test_a_text_block_that_keeps_its_blank_lines_keeps_them() -> None:
    before = "services:\n  a:\n    description: |+\n      Twice.\n\n\nroutes: {}\n"
    assert after(before, ("services", "b"), {"kind": "vue"}) == (
        "services:\n  a:\n    description: |+\n      Twice.\n\n\n  b:\n    kind: vue\nroutes: {}\n"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words", "plain words"), ("https://a.example", "https://a.example"), ("no", '"no"'), ("null", '"null"'),
        ("7", '"7"'), ("1.10", '"1.10"'),
        ("a: b", '"a: b"'), ("a #b", '"a #b"'), ("", '""'), ("two\nlines", '"two\\nlines"'), (" x", '" x"'),
        ("- x", '"- x"'), ("text | null = 1", "text | null = 1"), (True, "true"), (1.5, "1.5"),
    ],
)  # fmt: skip
def test_a_value_is_quoted_where_a_reader_could_take_it_for_another(value: Value, written: str) -> None:
    text = after("services:\n  a:\n    kind: vue\n", ("services", "b"), {"kind": value})
    assert text.endswith(f"  b:\n    kind: {written}\n")


@pytest.mark.parametrize(
    "before", ["hosts:\n  ? a\n  : {x: 1}\n", "hosts: [a]\n", "hosts: words\n", "{hosts: , platform: {}}\n"]
)
def test_what_is_written_too_strangely_is_refused_with_its_place(before: str) -> None:
    with pytest.raises(UneditableError) as refused:
        add_entry(Sheet.of(before), AT, HOST)
    assert refused.value.said
    assert 0 <= refused.value.at <= len(before)


EXAMPLE = "environments: {}\n\n# Nothing is deployed yet:\n#\n# systems:\n#   elk: {}\n\n# Servers.\ndatabases: {}\n"
SYSTEMS: Path = ("systems", "elk")


def test_a_section_comes_below_the_comment_that_shows_how_it_is_written() -> None:
    assert after(EXAMPLE, SYSTEMS, {}) == (
        "environments: {}\n\n# Nothing is deployed yet:\n#\n# systems:\n#   elk: {}\n\nsystems:\n  elk: {}\n\n"
        "# Servers.\ndatabases: {}\n"
    )
    last = "environments: {}\n# systems:\n#   elk: {}"
    assert after(last, SYSTEMS, {}) == f"{last}\n\nsystems:\n  elk: {{}}"


def test_a_key_inside_a_map_comes_below_such_a_comment_too() -> None:
    before = "services:\n  a:\n    kind: fastapi\n\n    # expose: {Row: [get]}\n\n    operations: {}\n"
    assert after(before, ("services", "a", "expose"), {}) == (
        "services:\n  a:\n    kind: fastapi\n\n    # expose: {Row: [get]}\n\n    expose: {}\n\n    operations: {}\n"
    )


def test_the_comment_right_above_another_entry_stays_right_above_it() -> None:
    own = EXAMPLE.replace("#   elk: {}\n\n# Servers.\n", "#   elk: {}\n# Servers.\n")
    assert "#   elk: {}\n# Servers.\ndatabases: {}\n" in after(own, SYSTEMS, {})
    assert "#   elk: {}\n\n# Servers.\ndatabases: {}\n" in after(EXAMPLE, ("hosts", "a"), {})


def test_a_comment_that_only_speaks_of_the_key_is_passed_by() -> None:
    before = "environments: {}\n\n# The systems: none.\n\ndatabases: {}\n"
    assert after(before, SYSTEMS, {}).startswith("environments: {}\n\nsystems:\n  elk: {}\n\n# The systems: none.\n")
