"""What revisions say of the tables that they lead to, read from their text."""

from __future__ import annotations

from pathlib import Path

from plano.revisions.files import chain, difference, with_tables

WRITTEN = """\"\"\"Initial.\"\"\"

revision = "{name}"
down_revision = {before}
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
"""


def revision(folder: Path, file: str, before: str, tables: dict[str, str] | None = None, name: str = "") -> None:
    folder.mkdir(exist_ok=True)
    text = WRITTEN.format(name=name or file[:4], before=before)
    (folder / file).write_text(text if tables is None else with_tables(text, tables))


def newest(folder: Path) -> list[str]:
    return [each.file for each in chain(folder).heads]


def said(folder: Path) -> dict[str, str]:
    [head] = chain(folder).heads
    return chain(folder).said(head)


def test_a_service_without_a_folder_has_no_revision(tmp_path: Path) -> None:
    assert chain(tmp_path / "migrations").revisions == ()


def test_the_newest_is_the_one_that_no_other_follows_whatever_the_files_are_called(tmp_path: Path) -> None:
    revision(tmp_path, "b.py", "None", name="0001")
    revision(tmp_path, "a.py", '"0001"', name="0002")
    assert newest(tmp_path) == ["a.py"]


def test_of_a_table_counts_what_the_latest_revision_says(tmp_path: Path) -> None:
    revision(tmp_path, "0001_x.py", "None", {"book": "old", "loan": "old"})
    revision(tmp_path, "0002_x.py", '"0001"', {"book": "new"})
    assert said(tmp_path) == {"book": "new", "loan": "old"}


def test_two_branches_that_changed_different_tables_are_merged_without_a_lie(tmp_path: Path) -> None:
    revision(tmp_path, "0001_x.py", "None", {"book": "old", "loan": "old"})
    revision(tmp_path, "0002_ours.py", '"0001"', {"book": "new"})
    revision(tmp_path, "0003_theirs.py", '"0002"', {"loan": "new"})
    assert difference(said(tmp_path), {"book": "new", "loan": "new"}) == {}


def test_two_revisions_that_follow_the_same_one_are_both_the_newest(tmp_path: Path) -> None:
    revision(tmp_path, "0001_x.py", "None")
    revision(tmp_path, "0002_ours.py", '"0001"')
    revision(tmp_path, "0003_theirs.py", '"0001"')
    assert newest(tmp_path) == ["0002_ours.py", "0003_theirs.py"]


def test_two_revisions_of_one_number_are_both_the_newest(tmp_path: Path) -> None:
    revision(tmp_path, "0001_x.py", "None")
    revision(tmp_path, "0002_ours.py", '"0001"')
    revision(tmp_path, "0002_theirs.py", '"0001"')
    assert newest(tmp_path) == ["0002_ours.py", "0002_theirs.py"]


def test_a_revision_that_joins_two_is_the_newest(tmp_path: Path) -> None:
    revision(tmp_path, "0001_x.py", "None", {"book": "old"})
    revision(tmp_path, "0002_ours.py", '"0001"', {"book": "new"})
    revision(tmp_path, "0003_theirs.py", '"0001"', {"loan": "new"})
    revision(tmp_path, "0004_both.py", '("0002", "0003")')
    assert newest(tmp_path) == ["0004_both.py"]
    assert said(tmp_path) == {"book": "new", "loan": "new"}


def test_revisions_in_a_circle_have_no_newest_and_are_read_all_the_same(tmp_path: Path) -> None:
    revision(tmp_path, "0001_x.py", '"0002"')
    revision(tmp_path, "0002_x.py", '"0001"')
    assert newest(tmp_path) == []
    assert len(chain(tmp_path).revisions) == 2


def test_what_is_no_revision_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text('revision = "0009"\n')
    (tmp_path / "notes.py").write_text("x = (\n")
    assert chain(tmp_path).revisions == ()


def test_a_table_that_is_gone_is_named_once() -> None:
    assert difference({"book": "a", "loan": "b"}, {"book": "a"}) == {"loan": ""}
    assert difference({"book": "a", "loan": ""}, {"book": "a"}) == {}


def test_the_line_is_put_in_once_and_everything_else_stays() -> None:
    text = WRITTEN.format(name="0001", before="None")
    once = with_tables(text, {"book": "a"})
    assert once.replace('tables = {"book": "a"}\n', "") == text
    assert with_tables(once, {"book": "b", "loan": ""}) == once.replace('{"book": "a"}', '{"book": "b", "loan": ""}')


def test_a_line_of_many_tables_is_read_as_it_was_written(tmp_path: Path) -> None:
    many = {f"table_with_a_long_name_{number}": "3f2a81c0d94e" for number in range(9)}
    revision(tmp_path, "0001_x.py", "None", many)
    assert said(tmp_path) == many


def test_a_revision_that_names_less_of_itself_gets_the_line_behind_its_number() -> None:
    assert with_tables('revision: str = "0001"\ndown_revision = None\n', {"book": "a"}) == (
        'revision: str = "0001"\ntables = {"book": "a"}\ndown_revision = None\n'
    )
