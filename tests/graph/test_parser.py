"""Mermaid's own parser reads every picture, and every label arrives as the blueprint wrote it."""

from __future__ import annotations

import re

import pytest

from plano.graph.mermaid import edge, node, picture
from plano.graph.topology import service_id, topic_id
from tests.graph.conftest import Artist, Judge, Label, Understood
from tests.graph.drawings import pictures_of, platform_of, valid_blueprints

pytestmark = pytest.mark.real

HOSTILE = valid_blueprints()["hostile"]
# Words of Mermaid, Markdown and HTML; entity codes, and what Mermaid turns them into on the way.
TEXTS = (
    'end "quoted" [x] (y) {z} {{w}} | ; --> a',
    "style: #1; x; style a fill:#fff;",
    "classDef a fill:#fff;stroke:#000;",
    "#quot; #35; &amp; &#35; ﬂ°quot¶ß ﬂ°°35¶ß",
    "<script>alert(1)</script><b>x</b><br/>",
    "%% comment %%{init: {}}%%",
    "`code` **bold** _it_ snake_case ~~no~~ $$x$$",
    "one\n\ttwo\n1. three\n- four\n---\ntitle: x\n---",
    "👩‍🚀 שלום \u202eback\u202c \u2028 \u2029 \u0007 \u007f \u0085",
    '\\n \\" a=b c&d e@f.g https://x.y www.x.y',
)


def plain(text: str) -> str:
    """Text but for what does not show: word joiners, and space around it and around its line breaks."""
    return re.sub(r"[ \t]*\n\s*", "\n", text.replace("\u2060", "").replace("\r\n", "\n").replace("\r", "\n").strip())


@pytest.mark.parametrize("name", valid_blueprints())
def test_mermaid_reads_every_picture(mermaid: Judge, name: str) -> None:
    drawn = pictures_of(platform_of(valid_blueprints()[name]))
    answers = mermaid(drawn)
    assert {picture: answer.error for picture, answer in answers.items()} == dict.fromkeys(drawn, "")
    assert [label.text for answer in answers.values() for label in labels(answer) if label.elements] == []


@pytest.mark.parametrize("text", TEXTS)
def test_a_label_is_shown_as_it_was_written(mermaid: Judge, text: str) -> None:
    drawn = picture("LR", "t", "d", [node("a", "box", text), node("b", "hexagon", text), edge("a", "b", text)])
    read = mermaid({"drawn": drawn})["drawn"]
    assert read.error == ""
    assert [(plain(label.text), label.elements) for label in labels(read)] == [(plain(text), 0)] * 3


def test_a_label_is_drawn_as_it_was_written(artist: Artist) -> None:
    drawn = artist({text: picture("LR", "t", "d", [node("a", "box", text), edge("a", "a", text)]) for text in TEXTS})
    assert {text: {plain(each) for each in found} for text, found in drawn.items()} == {
        text: {plain(text)} for text in TEXTS
    }


def test_the_artist_tells_a_label_that_was_not_escaped(artist: Artist) -> None:
    assert artist({"raw": 'flowchart LR\n  a["x fa:fa-bomb #35; <b>bold</b>"]\n'}) == {"raw": ["x  # bold"]}


def test_hostile_descriptions_and_names_arrive_unharmed(mermaid: Judge, artist: Artist) -> None:
    platform = platform_of(HOSTILE)
    drawn = pictures_of(platform)
    read = mermaid(drawn)["topology"]
    seen = {plain(each) for each in artist(drawn)["topology"]}
    wanted = {service_id(each.name): (each.name, each.url, each.description) for each in platform.services} | {
        topic_id(each.name): (each.name, each.description) for each in platform.topics
    }
    for identity, parts in wanted.items():
        written = plain("\n".join(part for part in parts if part))
        assert plain(read.nodes[identity].text) == written
        assert written in seen


def test_mermaid_sees_the_edges_that_the_blueprint_declares(mermaid: Judge) -> None:
    platform = platform_of(valid_blueprints()["reference"])
    read = mermaid(pictures_of(platform))["topology"]
    seen = {(start, end) for start, end, label in read.edges if label.text == "publishes"}
    declared = {(service_id(each.name), topic_id(topic.name)) for each in platform.services for topic in each.publishes}
    assert seen == declared


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('(["web', '(["we"b'),
        ("end\n", "\n"),
        ("-.->|", "-.->"),
        ("flowchart LR", "flowchrt LR"),
        ('database_main[("main', 'end[("main'),
    ],
)
def test_mermaid_refuses_a_planted_mistake(mermaid: Judge, right: str, wrong: str) -> None:
    drawn = pictures_of(platform_of(valid_blueprints()["reference"]))["topology"]
    assert right in drawn
    assert mermaid({"broken": drawn.replace(right, wrong, 1)})["broken"].error


def test_the_judge_tells_a_label_that_was_not_escaped(mermaid: Judge) -> None:
    read = mermaid({"raw": 'flowchart LR\n  a["x #35; <b>bold</b>"]\n'})["raw"]
    assert (read.nodes["a"].text, read.nodes["a"].elements) == ("x # bold", 1)


def labels(answer: Understood) -> list[Label]:
    """Every label of a picture."""
    return [*answer.nodes.values(), *answer.groups.values(), *(label for _, _, label in answer.edges)]
