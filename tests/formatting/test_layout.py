"""`plano fmt` lays a blueprint out, loses no comment, and changes nothing of what it says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from plano.formatting.layout import FormatError
from plano.formatting.text import formatted, same
from plano.language.blueprint import Blueprint
from plano.language.read import read
from plano.language.scalars import Value
from plano.pipeline import check_text
from tests.editing.blueprints import long_blueprint
from tests.formatting.untidying import untidied
from tests.renaming.blueprints import REFERENCE, large
from tests.renaming.judging import comments
from tests.renaming.places import plano

SHORT = large("\n", 3)
TEXTS = {"reference": REFERENCE.read_text(), "short": SHORT, "large": large(), "many": long_blueprint()}


def laid(text: str) -> str:
    """The layout of a text that has one."""
    after = formatted(text).text
    assert after is not None
    return after


def model(text: str) -> Blueprint:
    found = check_text(text).blueprint
    assert found is not None
    return found


NAMED = {"environments", "hosts", "peers", "databases", "types", "topics", "services", "routes", "entities", "fields"}
NAMED |= {"operations", "query", "request", "response", "config", "volumes", "schedule", "expose", "consumes"}


def chosen_orders(value: Value, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], list[str]]:
    """The order of every map whose keys a person names."""
    found: dict[tuple[str | int, ...], list[str]] = {}
    if isinstance(value, dict):
        if path and path[-1] in NAMED and path[:2] != ("systems", "kafka"):
            found[path] = list(value)
        for key, inner in value.items():
            found |= chosen_orders(inner, (*path, key))
    return found


def judge(text: str) -> str:
    """The layout of a text, which says the same with every comment still there once, and has a layout of its own."""
    after = laid(text)
    assert laid(after) == after
    assert same(read(after, "x").value, read(text, "x").value)
    assert sorted(comments(after)) == sorted(comments(text))
    assert chosen_orders(read(after, "x").value) == chosen_orders(read(text, "x").value)
    assert ("\r\n" in after) == ("\r\n" in text)
    assert after.count("\r\n") in (0, after.count("\n"))
    assert after.endswith("\n")
    assert not after.endswith("\n\n") or "|+" in text
    return after


@pytest.mark.parametrize("name", TEXTS)
def test_every_layout_says_what_was_said_and_keeps_every_comment(name: str) -> None:
    assert model(judge(TEXTS[name])) == model(TEXTS[name])


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 10**6), st.sampled_from(["reference", "short"]))
def test_an_untidy_text_gets_a_layout_whatever_was_done_to_it(seed: int, name: str) -> None:
    text, added = untidied(TEXTS[name], random.Random(seed), 12)
    after = judge(text)
    assert model(after) == model(TEXTS[name])
    assert all(after.count(each) == 1 for each in added)


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 10**6), st.sampled_from(["large", "many"]))
def test_a_long_text_with_other_line_ends_too(seed: int, name: str) -> None:
    text, added = untidied(TEXTS[name], random.Random(seed), 6)
    after = judge(text)
    assert all(after.count(each) == 1 for each in added)


MESSY = """\
# About the file.
blueprint: 1
services:


    # what it is
    b:
        # its kind
        kind:   fastapi   # python

        entities:
            Zed:
                index:
                -   [ b,a ]   # both
                - - b
                  - id
                # what it holds
                fields: { b : int,a: {default: 1 , type: int} , }
        # above what it says
        description: |
            Two
              lines.
        database: main

    # nothing yet

    a: {calls: [b ], kind: vue}
platform: {registry: r.example/x, name: x, domain: x.example,
    repository: "https://git.example/x"}   # where
environments: {production: {}}
"""

NEAT = """\
# About the file.
blueprint: 1

platform: {name: x, domain: x.example, registry: r.example/x,
    repository: "https://git.example/x"}   # where

environments: {production: {}}

services:
  # what it is
  b:
    # its kind
    kind:   fastapi   # python
    # above what it says
    description: |
      Two
        lines.
    database: main

    entities:
      Zed:
        # what it holds
        fields: {b: int, a: {type: int, default: 1}}
        index:
          - [b, a]   # both
          - - b
            - id

  # nothing yet

  a: {kind: vue, calls: [b]}
"""


def test_the_layout_by_example() -> None:
    assert judge(MESSY) == NEAT


def test_the_reference_is_laid_out() -> None:
    assert laid(TEXTS["reference"]) == TEXTS["reference"]


def test_a_comment_at_the_end_of_a_block_stays_at_its_end_wherever_the_block_goes() -> None:
    text = (
        "hosts:\n  a:\n    roles:\n      - worker\n      # no other role\n    # the last host\n    address: 10.0.0.1\n"
    )
    assert judge(text) == (
        "hosts:\n  a:\n    # the last host\n    address: 10.0.0.1\n    roles:\n      - worker\n      # no other role\n"
    )


def test_a_comment_in_brackets_goes_with_its_entry_where_each_has_a_line() -> None:
    inner = "    # what it does\n    roles: [worker],  # works\n    address: 10.0.0.1  # lan\n"
    text = f"blueprint: 1\nhosts:\n  a: {{\n{inner}  }}\n"
    assert laid(text).split("hosts:\n")[1] == (
        "  a: {\n    address: 10.0.0.1,  # lan\n    # what it does\n    roles: [worker]  # works\n  }\n"
    )


def test_where_entries_share_lines_with_comments_they_keep_their_order() -> None:
    text = "hosts:\n  a: {roles: [worker], cpu: 2,  # fast\n    address: 10.0.0.1}\n"
    assert laid(text) == text


def test_a_map_with_an_unknown_key_keeps_its_order() -> None:
    text = "hosts:\n  a: {roles: [worker], adress: 10.0.0.1}\n"
    assert laid(text) == text


@pytest.mark.parametrize(
    "value",
    [
        "|\n    a\n\n      b  \n", "|-\n    a\n\n\n", "|+\n    a\n\n\n", ">2\n      a\n    b\n", "|\n    a\n      \n",
        '"a\\\n      \\  b  \n      c"\n', "'it''s # no comment'\n", "a\n    b c\n", '"x: {y"\n',
    ],
)  # fmt: skip
def test_texts_stay_as_they_are_however_they_are_written(value: str) -> None:
    text = f"platform:\n  description: {value}  name: x\nblueprint: 1\n"
    after = judge(text)
    assert after.startswith("blueprint: 1\n\nplatform:\n  name: x\n  description: ")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n - |2\n     x\n    y\n - b\n", "a:\n  - |2\n      x\n     y\n  - b\n"),
        ("a:\n-   - |\n        x\n    - 1\n-   b:\n    -  c\n", "a:\n  - - |\n      x\n    - 1\n  - b:\n      - c\n"),
        ("---\na: [1, # x\n # y\n 2,]\n", "---\na: [1, # x\n # y\n 2]\n"),
        ("'a' :  1\n\"b\": [ 'x', {\"c\":1} , ]\n", "'a':  1\n\"b\": ['x', {\"c\": 1}]\n"),
        ("a: {b: , c}\n", "a: {b: , c}\n"),
        ("# only words\n", "# only words\n"),
    ],
)
def test_unusual_ways_to_write_have_a_layout_too(text: str, after: str) -> None:
    assert judge(text) == after


def test_a_text_at_the_end_that_has_no_line_end_gets_none() -> None:
    text = "blueprint: 1\n\nplatform:\n  description: |\n    no end"
    assert laid(text) == text
    assert laid(text + "\n") == text + "\n"


@pytest.mark.parametrize("text", ["? a\n: b\n", "a:\n  -\n    b: 1\n", "{a: 1}\n", "- a\n"])
def test_what_has_no_layout_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(FormatError) as error:
        formatted(text)
    assert error.value.line >= 1


@pytest.mark.parametrize("text", ["a: [\n", "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a:\n\t- 1\n"])
def test_what_yaml_does_not_read_is_refused_with_what_is_wrong(text: str) -> None:
    done = formatted(text)
    assert done.text is None
    assert done.diagnostics


def test_a_formatter_that_drops_a_comment_or_a_value_is_found_out() -> None:
    """A negative control of the judge."""
    after = laid(SHORT)
    assert sorted(comments(after.replace("  # label\n", "\n", 1))) != sorted(comments(SHORT))
    assert not same(
        read(after.replace("min: 1", "min: 2").replace("1, storage", "2, storage"), "x").value, read(SHORT, "x").value
    )
    shuffled = "hosts:\n  b: {address: 10.0.0.1}\n  a: {address: 10.0.0.2}\n"
    assert chosen_orders(read(shuffled, "x").value) != chosen_orders({"hosts": {"a": {}, "b": {}}})


def test_the_command_checks_shows_and_writes(tmp_path: Path) -> None:
    path = tmp_path / "blueprint.yaml"
    path.write_text(MESSY)
    assert plano(tmp_path, "fmt", "--check") == (1, "", "blueprint.yaml is not laid out: plano fmt\n")
    code, said, _ = plano(tmp_path, "fmt", "--diff")
    assert code == 0
    assert "+          - [b, a]   # both\n" in said
    assert path.read_text() == MESSY
    assert plano(tmp_path, "fmt") == (0, "blueprint.yaml was laid out; it says what it said.\n", "")
    assert path.read_text() == NEAT
    assert plano(tmp_path, "fmt", "--check") == (0, "blueprint.yaml is laid out.\n", "")


def test_a_byte_order_mark_stays_and_a_broken_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "blueprint.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MESSY.encode())
    assert plano(tmp_path, "fmt")[0] == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + NEAT.encode()
    for broken in (b"a: [\n", b"? a\n: b\n", b"\xff", b"a: \x00\n"):
        path.write_bytes(broken)
        code, _, told = plano(tmp_path, "fmt")
        assert code == 1
        assert "Nothing was written." in told
        assert path.read_bytes() == broken
