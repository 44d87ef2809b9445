"""The reference page: fresh, complete, and readable as plain Markdown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from plano.cli import main as cli
from plano.language.blueprint import Blueprint
from plano.language.fieldtypetable import FIELD_TYPES, SHORT_FORMS
from plano.language.grammar import SCALARS, parse_field
from plano.language.models.base import Model
from plano.language.models.services import KEYS, Kind, ServiceDecl
from plano.language.reference import reference_text, slug

ROOT = Path(__file__).parent.parent.parent
PUBLISHED = ROOT / "docs" / "language.md"
PAGE = reference_text()
LINK = re.compile(r"\[[^\]]+\]\(#([a-z0-9_-]+)\)")


def test_the_published_page_is_fresh() -> None:
    """`PLANO_UPDATE_CASES=1` writes it; the diff is then there to be read."""
    if os.environ.get("PLANO_UPDATE_CASES"):
        PUBLISHED.write_text(PAGE, encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == PAGE


def test_a_person_reads_it_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schema", "--markdown"]) == 0
    assert capsys.readouterr().out == PAGE


def section(heading: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", PAGE, re.M | re.S)
    assert found is not None, heading
    return found[1]


def rows(text: str) -> dict[str, list[str]]:
    """The first cell of each row of a table → the others; a bar that is escaped is no end of a cell."""
    lines = [re.split(r" (?<!\\)\| ", line.strip("| ")) for line in text.splitlines() if line.startswith("| `")]
    return {line[0].strip("`"): line[1:] for line in lines}


@pytest.mark.parametrize(("heading", "model"), [("Keys at the top", Blueprint), ("`services.<name>`", ServiceDecl)])
def test_a_mapping_has_a_row_for_each_of_its_keys(heading: str, model: type[Model]) -> None:
    assert list(rows(section(heading))) == [field.alias or name for name, field in model.model_fields.items()]


def test_a_row_says_what_a_key_takes_what_it_means_and_shows_it() -> None:
    assert rows(section("`topics.<topic>`"))["partitions"] == [
        "whole number, 1 to 10000",
        "`3`",
        "How many consumers of a group may work at once. It can be raised later, never lowered.",
        "`partitions: 6`",
    ]


@pytest.mark.parametrize(
    ("heading", "key", "default"),
    [
        ("`platform`", "name", "*required*"),
        ("`platform`", "contact", "—"),
        ("`services.<name>.consumes.<topic>.retry`", "max", "`5m`"),
        ("`services.<name>.scale`", "min", "2 in the last environment, 1 elsewhere"),
    ],
)
def test_the_default_is_as_a_person_would_write_it(heading: str, key: str, default: str) -> None:
    assert rows(section(heading))[key][1] == default


def test_what_stands_in_several_places_is_explained_once() -> None:
    assert "`environments.<name>.services.<name>.scale`" in section("`services.<name>.scale`")
    assert PAGE.count("The load at which a replica is added.") == 1


def models(root: type[Model] = Model) -> Iterator[type[Model]]:
    for model in root.__subclasses__():
        yield model
        yield from models(model)


def test_every_key_of_every_mapping_is_on_the_page() -> None:
    ours = [model for model in models() if model.__module__.startswith("plano.")]
    keys = {field.alias or name for model in ours for name, field in model.model_fields.items()}
    found = set(re.findall(r"^\| `([^`]+)` \|", PAGE, re.M))
    assert keys - found == set()
    assert (keys | {"nowhere"}) - found == {"nowhere"}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_page_says_which_keys_a_kind_of_service_has(kind: Kind) -> None:
    column = get_args(Kind).index(kind)
    having = {key for key, cells in rows(section("Which keys a kind of service has")).items() if cells[column] == "yes"}
    assert having == KEYS[kind]


def test_each_field_type_is_there_and_is_one() -> None:
    written = [row.written for row in (*FIELD_TYPES, *SHORT_FORMS)]
    assert all(parse_field(text) for text in written)
    assert set(SCALARS) <= {re.split(r"\W", text)[0] for text in written}


def dangling(page: str) -> list[str]:
    """Links inside the page that lead nowhere, or to two headings."""
    anchors = [slug(heading) for heading in re.findall(r"^#+ (.*)", re.sub(r"(?ms)^```.*?^```", "", page), re.M)]
    return [link for link in LINK.findall(page) if anchors.count(link) != 1]


def test_every_link_leads_to_one_heading() -> None:
    assert LINK.search(PAGE)
    assert dangling(PAGE) == []


def test_a_link_to_a_heading_that_is_not_there_is_found() -> None:
    assert dangling(PAGE.replace("(#networks)", "(#netwroks)")) == ["netwroks"]


def html(page: str) -> list[str]:
    """What a browser would take for a tag, outside code."""
    return re.findall(r"</?[a-zA-Z][^>]*>", re.sub(r"(?ms)^```.*?^```|`[^`]*`", "", page))


def test_it_is_markdown_without_html() -> None:
    assert html(PAGE) == []
    assert html(PAGE + "<br>") == ["<br>"]


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for table in re.findall(r"(?m)(?:^\|.*\n)+", PAGE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table
