"""The page for newcomers says what there is, and free text stands in it as it was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plano.emitters.catalogue.cells import code, text
from plano.emitters.catalogue.readme import view
from plano.graph.topology import service_id
from tests.delivery.catalogue.platforms import PLATFORMS, page, platform_of, reference
from tests.delivery.catalogue.reading import read, texts
from tests.hostile.building import HOSTILE
from tests.hostile.texts import BODY, FIRST, LAST, MARKER

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
FRAGMENTS = [
    *BODY.split(" "),
    *FIRST,
    *LAST,
    " ",
    "|",
    "\\|",
    "1. ",
    "- ",
    "![a](b)",
    "www.a.example",
    "&amp;",
    "~~x~~",
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(CHARACTERS, max_size=8), max_size=12).map("".join)


def row(value: str) -> str:
    """A table whose only text is `value`, between two others."""
    return f"| a | b | c |\n|---|---|---|\n| x | {text(value)} | y |\n"


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example(BODY)
@example("a\\")
@example("\\|")
@example("12) x\n\n# y\r\n| z |")
def test_any_text_in_a_cell_or_a_paragraph_reads_back_as_it_was(value: str) -> None:
    assert read(row(value)).tables[""] == [["a", "b", "c"], ["x", value, "y"]]
    if value:
        assert read(f"before\n\n{text(value)}\n\nbehind\n").paragraphs == ["before", value, "behind"]


@pytest.mark.parametrize("raw", ["a | b", "*a*", "<b>x</b>", "a\nb", "\\*", "&amp;"])
def test_a_text_that_is_not_escaped_reads_back_as_another(raw: str) -> None:
    try:
        found = read(f"| a | b | c |\n|---|---|---|\n| x | {raw} | y |\n").tables[""]
    except ValueError:
        return
    assert found != [["a", "b", "c"], ["x", raw, "y"]]


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_service_and_topic_has_its_row(name: str) -> None:
    platform = PLATFORMS[name]()
    found = read(page(platform))
    header, *services = found.tables["Services"]
    assert header == ["service", "kind", "what it is for", "owner", "routes", "consumes", "publishes", "database"]
    for shown, service in zip(services, platform.services, strict=True):
        paths = [route.path for route in platform.routes if route.service == service.name]
        assert shown == [
            service.name,
            service.kind,
            service.description or service.url,
            platform.contact,
            ", ".join(paths),
            ", ".join(each.topic.name for each in service.consumes),
            ", ".join(each.name for each in service.publishes),
            service.database or "",
        ]
    topics = found.tables.get("Topics", [[]])[1:]
    assert [(each[0], each[1]) for each in topics] == [(each.name, each.description) for each in platform.topics]
    assert platform.description == "" or platform.description in found.paragraphs


def test_wherever_the_page_mentions_a_hostile_text_it_holds_the_whole_of_it() -> None:
    written = page(PLATFORMS["hostile"]())
    held = texts(written)
    mentioned = {found: text for text in HOSTILE.values() if (found := MARKER.findall(text)[0]) in written}
    assert len(mentioned) > 8
    assert {mark: held.count(text) for mark, text in mentioned.items()} == {m: written.count(m) for m in mentioned}


def test_the_picture_is_mermaid_with_every_service() -> None:
    platform = reference()
    drawn = read(page(platform)).fences["mermaid"]
    assert drawn.startswith("flowchart LR\n")
    assert [each.name for each in platform.services if f"{service_id(each.name)}[" not in drawn.replace("(", "[")] == []


def test_a_picture_that_viewers_refuse_is_left_to_the_command() -> None:
    platform = reference()
    service = platform.service("orders")
    many = replace(platform, services=tuple(replace(service, name=f"orders-{number}") for number in range(200)))
    assert view(many).picture == ""
    assert view(platform).picture != ""


def test_the_page_tells_how_to_run_the_platform_and_where_things_are() -> None:
    found = read(page(reference()))
    assert "plano up" in found.fences[""]
    places = {each[0] for each in found.tables["Where things are"]}
    assert {"blueprint.yaml", "services/orders/", "releases/production/", "generated/chart/"} <= places
    assert [each[0] for each in found.tables["Environments"]] == ["environment", "staging", "production"]
    assert found.tables["Databases"][1] == ["main", "18", "db-1"]


def test_what_a_platform_does_not_have_is_not_on_its_page() -> None:
    small = platform_of(
        "blueprint: 1\n"
        "platform: {name: gate, domain: gate.example, registry: r.gate.example, repository: 'https://g.example/g.git'}\n"
        "environments: {live: {}}\n"
        "services: {board: {kind: container, image: i.example/board}}\n"
    )
    found = read(page(small))
    assert set(found.tables) == {"Services", "Environments", "Where things are"}
    assert [each[0] for each in found.tables["Where things are"]] == ["path", "blueprint.yaml", "generated/catalogue/"]


def test_a_name_that_is_no_plain_word_is_text_and_not_code() -> None:
    assert code("orders.placed") == "`orders.placed`"
    assert code("/a`b|c") == "/a\\`b&#124;c"
