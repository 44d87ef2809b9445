"""The judge of these tests refuses each way in which a careless generator could harm a text."""

from __future__ import annotations

import json
from collections.abc import Callable

import jinja2
import pytest

from tests.hostile.building import HOSTILE, SLOTS, files_of
from tests.hostile.judge import dropped, faults
from tests.hostile.keys import free_keys
from tests.hostile.platform import Slot, slot
from tests.hostile.texts import Form, hostile

TOPIC = next(each for each in SLOTS if each.place == "topic description")
TAME = "mark001q is a text in which nothing needs an escape"


def pasted(template: str) -> Callable[[str], str]:
    """A writer that pastes the text into a template as it stands."""
    return lambda text: jinja2.Template(template).render(text=text)


def judged(path: str, content: str, text: str, form: Form = "free") -> list[str]:
    """The faults of a platform of one file that should hold one text."""
    name = path.rpartition("/")[2]
    return faults({f"generated/{path}": content}, {Slot("the text", "Model.key", form, (name,)): text})


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("a.py", '"""{{ text }}"""\n'),
        ("a.py", "text = '{{ text }}'\n"),
        ("a.json", '{"text": "{{ text }}"}\n'),
        ("a.yaml", "text: {{ text }}\n"),
        ("a.yaml", 'text: "{{ text }}"\n'),
        ("a.toml", 'text = "{{ text }}"\n'),
        ("Dockerfile", 'LABEL text="{{ text }}"\n'),
    ],
)
def test_a_text_that_is_pasted_raw_is_found(path: str, template: str) -> None:
    for number in range(20):
        text = hostile("free", number)
        assert judged(path, pasted(template)(text), text)
    assert judged(path, pasted(template)(TAME), TAME) == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.strip(),
        lambda text: text[:200],
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\n", " "),
        lambda text: text.replace("\\", "\\\\"),
        lambda text: text.replace("{{", "{ {"),
        lambda text: text.replace("$", "$$"),
        lambda text: text.replace("😀", "\ufffd"),
        lambda text: text.encode("utf-8").decode("latin-1"),
        lambda text: "".join(char for char in text if char.isprintable()),
        lambda text: text + text,
    ],
    ids=["trimmed", "cut", "line ends", "one line", "twice escaped", "braces", "dollars", "emoji", "mojibake",
         "controls", "twice"],
)  # fmt: skip
def test_a_text_that_arrives_otherwise_is_found(harm: Callable[[str], str]) -> None:
    text = hostile("free", 3) + "\n "  # which begins and ends in what is easily lost
    assert judged("a.json", json.dumps([text]), text) == []
    assert judged("a.json", json.dumps([harm(text)]), text)


def test_a_text_in_a_comment_or_a_name_is_found() -> None:
    assert judged("a.py", f"text = {TAME!r}  # {TAME}\n", TAME)
    assert judged("a.py", f"text = {TAME!r}\nmark001q = 1\n", TAME)
    assert judged("a.yaml", f"text: {TAME}  # {TAME}\n", TAME)


def test_a_text_in_a_format_without_a_parser_is_found() -> None:
    assert judged("a.conf", TAME, TAME)


def test_a_text_in_the_place_of_another_is_found() -> None:
    files = files_of(HOSTILE)
    other = next(each for each in SLOTS if each.place == "compacted topic description")
    assert faults(files, HOSTILE) == []
    assert faults(files, {**HOSTILE, TOPIC: HOSTILE[other], other: HOSTILE[TOPIC]})


@pytest.mark.parametrize("name", TOPIC.arrives)
def test_a_text_that_one_file_dropped_is_found(name: str) -> None:
    files = files_of(HOSTILE)
    silent = files_of({**HOSTILE, TOPIC: ""})
    (path,) = (path for path in files if path.endswith(f"/{name}"))
    assert list(dropped(files, HOSTILE)) == []
    assert list(dropped({**files, path: silent[path]}, HOSTILE)) == [f"{path} does not hold topic description"]


def test_a_text_in_a_file_of_which_its_slot_does_not_tell_is_found() -> None:
    untold = slot("a title", "Model.title")
    assert faults({"a.json": json.dumps([TAME])}, {untold: TAME}) == ["a title arrives in a file; name it in its slot"]


def test_an_unescaped_quote_in_sql_is_found() -> None:
    pattern = "^mark001q('|a)$"
    careless = f"CheckConstraint(\"code ~ '{pattern}'\")\n"
    careful = careless.replace("('|", "(''|")
    assert judged("a.py", careful, pattern, "pattern") == []
    assert judged("a.py", careless, pattern, "pattern")


def test_a_new_key_of_the_language_counts_as_free_text_unless_its_form_forbids_it() -> None:
    text: dict[str, object] = {"type": "string"}
    new = {
        "motto": text,
        "name": {**text, "pattern": "^[a-z]+$"},
        "kind": {**text, "enum": ["a", "b"]},
        "until": {**text, "format": "date"},
        "path": {**text, "pattern": r"^/\S*$"},
        "maybe": {"anyOf": [text, {"type": "null"}]},
        "many": {"type": "array", "items": text},
        "labels": {"type": "object", "additionalProperties": text},
        "by_name": {"type": "object", "patternProperties": {"^[a-z]+$": text}},
    }
    found = free_keys({"TopicDecl": {"type": "object", "properties": new}})
    names = ("motto", "path", "maybe", "many", "labels.*", "labels.?", "by_name.*")
    assert found == {f"TopicDecl.{name}" for name in names}
