"""What a template may do, and how values get into its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pytest

from plano.emitters import environments
from plano.emitters import render as rendering
from plano.emitters.base import Copy, Data, FileSpec, Subject, Template
from plano.emitters.literals import Code

SUBJECT = Subject("service", "a", "generated/services/a")


@dataclass(frozen=True)
class View:
    name: Code
    text: str = 'so "it" is'
    items: tuple[str, ...] = ("a", "b'c")


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(environments, "templates_root", lambda: tmp_path)
    monkeypatch.setattr(rendering, "templates_root", lambda: tmp_path)
    environments.clear()
    yield tmp_path
    environments.clear()


def rendered(templates: Path, name: str, text: str) -> str:
    (templates / name).write_text(text)
    return rendering.render(FileSpec("test", SUBJECT, "x", Template(name), View(Code("thing")))).decode()


def test_values_are_literals_of_the_files_language_and_code_is_bare(templates: Path) -> None:
    line = "{{ view.name }} = {{ view.text }}\n"
    assert rendered(templates, "a.py.jinja", line) == "thing = 'so \"it\" is'\n"
    assert rendered(templates, "a.json.jinja", line) == 'thing = "so \\"it\\" is"\n'
    assert rendered(templates, "a.sh.jinja", line) == "thing = 'so \"it\" is'\n"


def test_lists_are_joined_as_literals(templates: Path) -> None:
    assert rendered(templates, "a.py.jinja", "[{{ view.items | join(', ') }}]\n") == '["a", "b\'c"]\n'


def test_blocks_and_macros_are_text_of_the_template(templates: Path) -> None:
    text = "{% macro call(x) %}f({{ x }}){% endmacro %}\n{% block body %}{{ call(view.text) }}{% endblock %}\n"
    assert rendered(templates, "a.py.jinja", text).strip() == "f('so \"it\" is')"


def test_docstrings_and_comments_are_free_text(templates: Path) -> None:
    text = "{{ view.text | docstring }}  # {{ view.text | comment }}\n"
    assert rendered(templates, "a.py.jinja", text) == '"""so "it" is"""  # so "it" is\n'


def test_what_the_view_lacks_is_an_error_not_an_empty_text(templates: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered(templates, "a.py.jinja", "{{ view.nothing }}")


def test_copies_keep_their_bytes(templates: Path) -> None:
    (templates / "raw").write_bytes(b"\x00{{ x }}\r\n")
    assert rendering.render(FileSpec("test", SUBJECT, "x", Copy("raw"))) == b"\x00{{ x }}\r\n"


def test_data_becomes_json_or_yaml() -> None:
    def build(view: object) -> object:
        return {"b": [view, {"c": None}], "a": "é: {{ }}"}

    def text(source: Data) -> str:
        return rendering.render(FileSpec("test", SUBJECT, "x", source, 1)).decode()

    assert text(Data(build)) == '{\n  "b": [\n    1,\n    {\n      "c": null\n    }\n  ],\n  "a": "é: {{ }}"\n}\n'
    assert text(Data(build, "yaml")) == 'b:\n  - 1\n  - c: null\na: "é: {{ }}"\n'
