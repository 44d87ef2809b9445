"""A migration that is missing is said by `generate` and by `check`, and nothing is said where nobody can know."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.cli.main import run
from plano.pipeline import check_root
from plano.revisions.files import with_tables
from plano.revisions.tables import fingerprints
from tests.local.lab import run as process
from tests.local.shelf import BLUEPRINT

FIRST = '"""Initial."""\n\nrevision = "{name}"\ndown_revision = {before}\ndepends_on = None\n'
FOLDER = "services/books/migrations"


class Books:
    """The platform in a folder, and what its commands say."""

    def __init__(self, root: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._captured = captured
        self.says("title: text")

    def says(self, fields: str, more: str = "") -> None:
        (self.root / "blueprint.yaml").write_text(
            BLUEPRINT.format(entities=f"      Book: {{fields: {{{fields}}}}}\n{more}")
        )

    def said(self, command: str) -> str:
        self._captured.readouterr()
        assert run(["--root", str(self.root), command]) in (0, 1)
        both = self._captured.readouterr()
        return " ".join((both.out + both.err).split())

    def revision(self, file: str, before: str = "None", *, tables: bool) -> None:
        """A revision by hand; with `tables` it says that it is for the tables of the blueprint as it is now."""
        platform = check_root(self.root).platform
        assert platform is not None
        text = FIRST.format(name=file[:4], before=before)
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        if tables:
            text = with_tables(text, fingerprints(platform.service("books")))
        (self.root / FOLDER / file).write_text(text)


@pytest.fixture
def books(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Books:
    return Books(tmp_path, capsys)


def test_a_service_without_any_migration_is_named(books: Books) -> None:
    assert "migration 1 needed books: book → plano migrate books" in books.said("generate")
    assert "warning[missing-migration]: no migration makes the tables of service 'books' yet: book" in books.said(
        "check"
    )


def test_a_run_with_nothing_to_write_still_says_it_until_the_migration_is_there(books: Books) -> None:
    process(books.root, "generate")
    again = process(books.root, "generate")
    assert again.stdout.startswith("Nothing to write")
    assert again.stderr == "1 migration needed. plano check shows them.\n"
    books.revision("0001_initial.py", tables=True)
    assert process(books.root, "generate").stderr == ""


def test_a_field_that_came_after_the_newest_migration_is_said(books: Books) -> None:
    books.revision("0001_initial.py", tables=True)
    assert "migration" not in books.said("generate") + books.said("check")
    books.says("title: text, pages: int")
    assert "migration 1 needed books: book → plano migrate books" in books.said("generate")
    said = "0001_initial.py was written for other tables than the blueprint says now: book"
    assert said in books.said("check")


def test_a_table_that_came_or_went_is_said_by_its_name(books: Books) -> None:
    books.says("title: text", "      Loan: {fields: {days: int}}\n")
    books.revision("0001_initial.py", tables=True)
    books.says("title: text", "      Reader: {fields: {name: text}}\n")
    assert "migration 1 needed books: loan, reader →" in books.said("generate")


def test_what_needs_no_migration_is_not_said(books: Books) -> None:
    books.says("title: text, pages: int")
    books.revision("0001_initial.py", tables=True)
    books.says('pages: int = 3, title: {type: text, description: "What it is called."}')
    assert "migration" not in books.said("generate")


def test_a_migration_that_does_not_say_its_tables_is_taken_at_its_word(books: Books) -> None:
    books.revision("0001_initial.py", tables=False)
    books.says("title: text, pages: int")
    assert "migration" not in books.said("generate") + books.said("check")


def test_a_migration_by_hand_behind_one_that_says_its_tables_is_taken_at_its_word(books: Books) -> None:
    books.revision("0001_initial.py", tables=True)
    books.says("title: text, pages: int")
    books.revision("0002_pages.py", '"0001"', tables=False)
    assert "migration" not in books.said("check")


def test_two_newest_migrations_are_an_error_that_names_both(books: Books) -> None:
    books.revision("0001_initial.py", tables=True)
    books.revision("0002_ours.py", '"0001"', tables=False)
    books.revision("0002_theirs.py", '"0001"', tables=False)
    said = books.said("check")
    assert f"error[migrations-forked]: service 'books' has 2 newest revisions: {FOLDER}/0002_ours.py and" in said
    assert "missing-migration" not in said


@pytest.mark.parametrize(
    "after",
    ["title: string(9)", "title: text | null", "title: enum(a | b)", "title: {type: text, pattern: a}", "name: text"],
)
def test_everything_that_changes_a_table_changes_what_is_said_of_it(books: Books, after: str) -> None:
    books.revision("0001_initial.py", tables=True)
    books.says(after)
    assert "missing-migration" in books.said("check")
