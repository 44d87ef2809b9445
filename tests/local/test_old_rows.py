"""Rows that are there already outlive the next migration, and what they may refuse is said before it is too late."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from plano.local.cluster import Cluster
from plano.local.revisions import Next
from tests.local.shelf import Shelf


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("string(20) = none", "none"),
        ('{type: string(20), default: "it\'s 5%: a :b"}', "it's 5%: a :b"),
        ("bool = true", True),
    ],
)
def test_old_rows_get_the_default_of_a_new_required_field(
    tmp_path: Path, cluster: Cluster, kind: str, kept: object
) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80)")
    shelf.has("title", "'Momo'")
    shelf.says(f"title: string(80), mark: {kind}")
    assert shelf.migrate().said == ()
    assert shelf.upgrade() == "0002"
    assert shelf.rows("SELECT title, mark FROM book") == [("Momo", kept)]


def test_the_table_does_not_keep_the_default_so_that_nothing_is_left_to_migrate(
    tmp_path: Path, cluster: Cluster
) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80)")
    shelf.says("title: string(80), mark: string(20) = none")
    shelf.migrate()
    shelf.upgrade()
    found = "SELECT column_default, is_nullable FROM information_schema.columns WHERE column_name = 'mark'"
    assert shelf.rows(found) == [(None, "NO")]
    assert shelf.migrate().written == ""


def test_a_new_required_field_without_a_default_is_said_and_written_all_the_same(
    tmp_path: Path, cluster: Cluster
) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80)")
    shelf.has("title", "'Momo'")
    shelf.says("title: string(80), mark: string(20)")
    made = shelf.migrate()
    assert made.written == "services/books/migrations/0002_add_mark_to_book.py"
    assert made.said == (
        "'mark' of 'Book' is required and has no default, so this revision fails where the table has rows. "
        "Give it a default or '| null', or fill it in the revision.",
    )
    assert shelf.upgrade() == (
        "services/books/migrations/0002_add_mark_to_book.py cannot be applied, PostgreSQL says: "
        'column "mark" of relation "book" contains null values. Nothing was changed: mend that file first'
    )
    assert shelf.rows("SELECT version_num FROM plano.migration") == [("0001",)]


def test_a_field_that_becomes_required_gives_rows_without_one_its_default(tmp_path: Path, cluster: Cluster) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80), mark: string(20) | null")
    shelf.has("title", "'Momo'")
    shelf.has("title, mark", "'Krabat', 'mine'")
    shelf.says('title: string(80), mark: {type: string(20), default: "no:ne"}')
    assert shelf.migrate().said == ("'mark' of 'Book' becomes required: rows that have none get 'no:ne'.",)
    assert shelf.upgrade() == "0002"
    assert shelf.rows("SELECT title, mark FROM book ORDER BY title") == [("Krabat", "mine"), ("Momo", "no:ne")]


def test_values_follow_a_field_to_another_type_and_back(tmp_path: Path, cluster: Cluster) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80)")
    shelf.has("title", "'1984'")
    shelf.says("title: int")
    [said] = shelf.migrate().said
    assert said.startswith("'title' of 'Book' changes from VARCHAR(80) to INTEGER, so this revision fails where a row")
    assert shelf.upgrade() == "0002"
    assert shelf.rows("SELECT title FROM book") == [(1984,)]


REFUSED = {
    "string(20) | null": ("string(20)", "becomes required and has no default"),
    "string(20)": ("string(10)", "changes from VARCHAR(20) to VARCHAR(10)"),
    "decimal(8.2)": ("decimal(8.4)", "changes from NUMERIC(8, 2) to NUMERIC(8, 4)"),
    "enum(a | b | c)": ("enum(a | d)", "no longer allows 'b', 'c'"),
    "text": ("enum(a | b)", "allows 'a', 'b' alone"),
    "{type: int, min: 0}": ("{type: int, min: 1, max: 5}", "must be at least 1 and must be at most 5"),
    "email": ('{type: text, pattern: "a+"}', "has another pattern"),
}


def test_what_old_rows_may_refuse_is_said_and_written_all_the_same(tmp_path: Path, cluster: Cluster) -> None:
    shelf = Shelf.made(tmp_path, cluster, fields(REFUSED))
    shelf.says(fields(after for after, _ in REFUSED.values()), ", unique: [[f0]]")
    made = shelf.migrate()
    assert made.written
    wanted = {f"'f{number}' of 'Book' {said}" for number, (_, said) in enumerate(REFUSED.values())}
    assert {each.partition(", so ")[0] for each in made.said} == wanted | {
        "no two rows of 'Book' may have the same 'f0' any more"
    }


HARMLESS = {
    "string(20)": "text",
    "int": "bigint",
    "decimal(8.2)": "decimal(12.2)",
    "enum(a | b)": "enum(a | b | c)",
    "{type: int, min: -1, max: 5}": "{type: int, min: -3, max: 9}",
    "string(30)": "string(30) | null",
}


def test_nothing_is_said_of_what_every_row_allows(tmp_path: Path, cluster: Cluster) -> None:
    shelf = Shelf.made(tmp_path, cluster, fields(HARMLESS))
    shelf.says(fields(HARMLESS.values()))
    made = shelf.migrate()
    assert made.written
    assert made.said == ()


def fields(kinds: Iterable[str]) -> str:
    """Fields `f0`, `f1` … of these kinds."""
    return ", ".join(f"f{number}: {kind}" for number, kind in enumerate(kinds))


def test_a_database_without_what_the_models_have_is_said_in_one_sentence(tmp_path: Path, cluster: Cluster) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80)")
    shelf.says("title: string(80), mark: int")
    said = "books: its tables are not what the blueprint says, book.mark is missing: plano migrate books"
    assert shelf.upgrade() == said
    shelf.says("title: string(80)", entities="      Reader: {fields: {name: text}}\n")
    assert "says, reader is missing: plano migrate books" in shelf.upgrade()


def test_a_database_that_has_more_than_the_models_is_fine(tmp_path: Path, cluster: Cluster) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80)")
    shelf.rows("CREATE TABLE other (id int); ALTER TABLE book ADD COLUMN newer text; CREATE INDEX ON book (title)")
    assert shelf.upgrade() == ""


def test_where_nothing_is_to_be_written_the_newest_revision_notes_for_which_tables_it_is(
    tmp_path: Path, cluster: Cluster
) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80)")
    file = tmp_path / "services/books/migrations/0001_initial.py"
    written = file.read_text()
    file.write_text("".join(line for line in written.splitlines(keepends=True) if not line.startswith("tables = ")))
    assert shelf.migrate() == Next(noted="services/books/migrations/0001_initial.py")
    assert file.read_text() == written
    assert shelf.migrate() == Next()


def test_a_revision_is_proved_with_a_row_and_what_only_that_shows_is_said(tmp_path: Path, cluster: Cluster) -> None:
    shelf = Shelf.made(tmp_path, cluster, "title: string(80), mark: enum(a | b), pages: {type: int, min: 3}")
    shelf.says("title: string(80)")
    [said] = shelf.migrate().said
    assert said.startswith("taking this revision back fails where its tables have rows, PostgreSQL says: column ")
