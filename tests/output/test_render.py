"""What a template may do, and how values get into its file."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2
import pytest

from plano.emitters.base import Copy, Data, FileSpec, Subject, Template
from plano.emitters.literals import Code
from plano.emitters.render import render
from plano.overriding.model import Override, Overrides

SUBJECT = Subject("service", "a", "generated/services/a")


@dataclass(frozen=True)
class View:
    name: Code
    text: str = 'so "it" is'
    items: tuple[str, ...] = ("a", "b'c")


def rendered(name: str, text: str) -> str:
    """What a template of this name and text gives."""
    overrides = Overrides((Override(f"test/{name}", text.encode()),))
    return render(FileSpec("test", SUBJECT, "x", Template(f"test/{name}"), View(Code("thing"))), overrides).decode()


def test_values_are_literals_of_the_files_language_and_code_is_bare() -> None:
    line = "{{ view.name }} = {{ view.text }}\n"
    assert rendered("a.py.jinja", line) == "thing = 'so \"it\" is'\n"
    assert rendered("a.json.jinja", line) == 'thing = "so \\"it\\" is"\n'
    assert rendered("a.sh.jinja", line) == "thing = 'so \"it\" is'\n"


def test_lists_are_joined_as_literals() -> None:
    assert rendered("a.py.jinja", "[{{ view.items | join(', ') }}]\n") == '["a", "b\'c"]\n'


def test_blocks_and_macros_are_text_of_the_template() -> None:
    text = "{% macro call(x) %}f({{ x }}){% endmacro %}\n{% block body %}{{ call(view.text) }}{% endblock %}\n"
    assert rendered("a.py.jinja", text).strip() == "f('so \"it\" is')"


def test_docstrings_and_comments_are_free_text() -> None:
    text = "{{ view.text | docstring }}  # {{ view.text | comment }}\n"
    assert rendered("a.py.jinja", text) == '"""so "it" is"""  # so "it" is\n'


def test_what_the_view_lacks_is_an_error_not_an_empty_text() -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered("a.py.jinja", "{{ view.nothing }}")


def test_copies_keep_their_bytes() -> None:
    content = b"\x00{{ x }}\r\n"
    overrides = Overrides((Override("test/raw", content),))
    assert render(FileSpec("test", SUBJECT, "x", Copy("test/raw")), overrides) == content


def test_data_becomes_json_or_yaml() -> None:
    def build(view: object) -> object:
        return {"b": [view, {"c": None}], "a": "é: {{ }}"}

    def text(source: Data) -> str:
        return render(FileSpec("test", SUBJECT, "x", source, 1)).decode()

    assert text(Data(build)) == '{\n  "b": [\n    1,\n    {\n      "c": null\n    }\n  ],\n  "a": "é: {{ }}"\n}\n'
    assert text(Data(build, "yaml")) == 'b:\n  - 1\n  - c: null\na: "é: {{ }}"\n'


def test_a_number_of_more_than_64_bits_becomes_json_too() -> None:
    spec = FileSpec("test", SUBJECT, "x", Data(lambda view: {"most": view}), 10**24)
    assert render(spec) == b'{\n  "most": 1000000000000000000000000\n}\n'
