"""YAML from data: what a document looks like, and what must never be mixed up while it is written."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from plano.emitters.literals import Code
from plano.emitters.yamltext import yaml_text


def test_a_list_of_objects_begins_each_of_them_behind_its_dash() -> None:
    value = {"items": [{"name": "a", "ports": [80, 443]}, {"name": "b", "on": {"x": True}}]}
    assert yaml_text(value) == (
        'items:\n  - name: a\n    ports:\n      - 80\n      - 443\n  - name: b\n    "on":\n      x: true\n'
    )


def test_lists_within_lists_keep_their_columns() -> None:
    assert yaml_text([[[1, 2], 3], ["a"]]) == "- - - 1\n    - 2\n  - 3\n- - a\n"


def test_what_is_empty_stands_behind_its_key() -> None:
    assert yaml_text({"a": {}, "b": [], "c": "", "d": None, "e": 0}) == 'a: {}\nb: []\nc: ""\nd: null\ne: 0\n'
    assert list(map(yaml_text, ({}, [], "x", None))) == ["{}\n", "[]\n", "x\n", "null\n"]


def test_truth_is_no_number() -> None:
    assert yaml_text({"a": True, "b": 1, "c": [False, 0]}) == "a: true\nb: 1\nc:\n  - false\n  - 0\n"


def test_any_mapping_and_any_tuple_is_written_like_a_dict_and_a_list() -> None:
    assert yaml_text(MappingProxyType({"a": (1, MappingProxyType({"b": 2}))})) == "a:\n  - 1\n  - b: 2\n"


@pytest.mark.parametrize("first", ["text", "code"])
def test_code_is_bare_and_text_of_the_same_characters_is_not_whichever_came_first(first: str) -> None:
    """Code equals the text of its characters: what was kept of one must not serve for the other."""
    characters = f"[ {first} ]"
    pair = {"text": (characters, f'"{characters}"'), "code": (Code(characters), characters)}
    for kind in (first, *(pair.keys() - {first})):
        value, written = pair[kind]
        assert yaml_text({"a": value, "b": [value]}) == f"a: {written}\nb:\n  - {written}\n"
        assert yaml_text({value: 1}) == f"{written}: 1\n"
