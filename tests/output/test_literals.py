"""Free text arrives unharmed in every language that files are written in."""

from __future__ import annotations

import ast
import configparser
import json
import shlex
import tomllib
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from plano.emitters import literals
from plano.emitters.environments import language_of
from plano.emitters.literals import Code, UnwritableError
from plano.emitters.yamltext import yaml_text

HOSTILE = [
    "", "plain", "it's", 'say "so"', "both ' and \"", "\\", "\\\"'", '"""', "'''", "{{ x }}", "{% raw %}", "${HOME}",
    "$(rm)", "`id`", "# no comment", "a: b", "- a", "yes", "null", "1e3", "0o7", "~", "line\nline", "\ttab ", "é ñ 漢",
    "😀", "\u202e right to left", "\u2028", "\x7f\x85", "%(x)s", "<b>&amp;", "trailing\\", " \n ",
]  # fmt: skip
TEXT = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_python(value: object) -> None:
    assert ast.literal_eval(literals.python(value)) == value


@given(TEXT)
def test_python_strings_are_as_ruff_formats_them(text: str) -> None:
    written = literals.python(text)
    assert written[0] == ("'" if text.count('"') > text.count("'") else '"')
    assert "\n" not in written


@given(TEXT, st.sampled_from([0, 4]))
def test_docstring(text: str, indent: int) -> None:
    read = ast.literal_eval(literals.docstring(text, indent))
    if text.isprintable():
        assert read == text.strip()
    if all(char.isprintable() or char == "\n" for char in text):
        assert read.split() == text.split()


@given(TEXT)
def test_comment_stays_on_its_line(text: str) -> None:
    assert literals.comment(text).isprintable()


@given(VALUES)
def test_json(value: object) -> None:
    assert json.loads(literals.json_value(value)) == value


@given(VALUES)
def test_yaml_in_flow_and_in_block_style(value: object) -> None:
    loader = YAML(typ="safe", pure=True)
    assert loader.load(StringIO("key: " + literals.yaml(value))) == {"key": value}
    assert loader.load(StringIO(yaml_text(value))) == value


@given(TEXT)
def test_yaml_reads_alike_by_the_older_version(text: str) -> None:
    loader = YAML(typ="safe", pure=True)
    loader.version = (1, 1)
    assert loader.load(StringIO(yaml_text({"key": text}))) == {"key": text}


@given(TEXT | st.booleans() | st.integers(-(2**60), 2**60) | st.lists(TEXT))
def test_toml(value: object) -> None:
    assert tomllib.loads("key = " + literals.toml(value)) == {"key": value}


@given(TEXT)
def test_shell(text: str) -> None:
    assert shlex.split(literals.shell(text)) == [text]


@given(TEXT)
def test_ini(text: str) -> None:
    try:
        written = literals.ini(text)
    except UnwritableError:
        assert "\n" in text or "\r" in text or text != text.strip()
        return
    parser = configparser.ConfigParser()
    parser.read_string(f"[a]\nkey = {written}\n")
    assert parser["a"]["key"] == text


@given(TEXT)
def test_a_dockerfile_word_stays_one_word_on_one_line(text: str) -> None:
    try:
        written = literals.dockerfile(text)
    except UnwritableError:
        assert "\n" in text or "\r" in text
        return
    assert shlex.split(written.replace("\\$", "$")) == [text]


@pytest.mark.parametrize(
    "literal", [literals.python, literals.json_value, literals.yaml, literals.toml, literals.shell]
)
def test_only_code_passes_bare(literal: literals.Literal) -> None:
    assert literal(Code("a + 1")) == "a + 1"
    assert literal("a + 1") != "a + 1"


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        ("fastapi/app.py.jinja", literals.python),
        ("x/Dockerfile.jinja", literals.dockerfile),
        ("x.Dockerfile.jinja", literals.dockerfile),
        ("a/pyproject.toml.jinja", literals.toml),
        ("a/.dockerignore.jinja", literals.plain),
    ],
)
def test_the_files_name_decides_its_language(path: str, literal: literals.Literal) -> None:
    assert language_of(path) is literal
