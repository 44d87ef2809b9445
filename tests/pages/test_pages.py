"""Every code has a page, every page has one form, and what a page shows is judged by Plano itself."""

from __future__ import annotations

import ast
import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import plano
from plano.cli import main as cli
from plano.diagnostics.model import Severity
from plano.output.compare import State
from plano.pages import Page, PageError, codes, fragment, page, parse
from plano.pipeline import check_text

SOURCES = Path(plano.__file__).parent
CASES = Path(__file__).parents[1] / "cases"
TODAY = datetime.date(2026, 7, 1)
HEAD = {
    "blueprint": "blueprint: 1\n",
    "platform": "platform: {name: depot, domain: depot.example, registry: registry.depot.example/depot, "
    'repository: "https://git.depot.example/depot.git"}\n',
    "environments": "environments: {production: {}}\n",
}
IN_PROSE = {
    "bad-override", "bad-patch", "bad-plugin", "bad-release", "override-outdated",
    "override-unused", "release-of-nothing",
    "crosscheck-unreadable", "crosscheck-values", "crosscheck-selector", "crosscheck-port",
    "crosscheck-route", "crosscheck-monitor", "crosscheck-edge", "crosscheck-topic",
    "crosscheck-acl", "crosscheck-secret", "crosscheck-source",
    "bad-character", "empty-blueprint", "file-too-large", "hand-edited", "in-the-way", "missing", "missing-handler",
    "no-blueprint", "orphaned", "unused-code", "path-clash", "stale", "text-too-long", "too-deep",
    "bad-openapi", "openapi-unreadable", "openapi-untyped", "migrations-forked", "missing-migration",
}  # fmt: skip
"""What no fragment can show: bytes, sizes, and files beside the blueprint."""
RAISING = {"Diagnostic", "error", "warning", "unknown", "refuse", "_broken", "_find", "_refused"}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def blueprint(written: str) -> str:
    """A fragment with the keys before it that every blueprint has."""
    return "".join(line for key, line in HEAD.items() if not re.search(rf"^{key}:", written, re.M)) + written


def verdict(written: str) -> list[tuple[str, str]]:
    """Severity and code of all that is wrong with a fragment; notes are not."""
    found = check_text(blueprint(written), TODAY).diagnostics
    return sorted((each.severity.value, each.code) for each in found if each.severity is not Severity.NOTE)


def objections(shown: Page) -> list[str]:
    """Where what a page shows is not what Plano says."""
    found: list[str] = []
    wrong, right, accepted = (fragment(section) for section in (shown.wrong, shown.right, shown.accepting))
    if wrong is None or right is None:
        return [] if shown.code in IN_PROSE else ["it shows no blueprint"]
    said = set(verdict(wrong))
    if shown.severity == "note":
        notes = {each.code for each in check_text(blueprint(wrong), TODAY).diagnostics}
        if said or shown.code not in notes:
            found.append(f"its wrong blueprint gives {said or notes}")
    elif said != {(shown.severity, shown.code)}:
        found.append(f"its wrong blueprint gives {sorted(said)}, not {shown.severity} {shown.code}")
    if verdict(right):
        found.append(f"its right blueprint gives {verdict(right)}")
    if accepted is not None and not shown.accepting.startswith("As an error") and verdict(wrong + accepted):
        found.append(f"its wrong blueprint, accepted, gives {verdict(wrong + accepted)}")
    return found


def in_sources() -> Iterator[str]:
    """Every code that Plano's own code names: constants of rules, and what is given to those who raise."""
    for path in SOURCES.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in RAISING:
                values = node.args[:1]
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                values = [each for each in ast.walk(node.value) if isinstance(each, ast.Constant)]
            elif isinstance(node, ast.Assign) and node in tree.body and path.parent.name in ("rules", "language"):
                values = [node.value] if getattr(node.targets[0], "id", "_").isupper() else []
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and "-" in value.value:
                    yield value.value


def raised() -> set[str]:
    """Every code that a person can meet."""
    said = "\n".join(path.read_text(encoding="utf-8") for path in CASES.glob("*/stderr.txt"))
    states = {State.MISSING.value, State.STALE.value, State.ORPHANED.value}
    found = set(re.findall(r"^\w+\[([\w-]+)\]", said, re.M)) | states | set(in_sources())
    return {code for code in found if CODE.fullmatch(code)}


def the_page(code: str) -> Page:
    """The page of a code, which is there."""
    found = page(code)
    assert found is not None
    return found


def test_every_code_has_a_page() -> None:
    assert sorted(raised() - set(codes())) == []


def test_no_page_explains_what_nobody_says() -> None:
    assert sorted(set(codes()) - raised()) == []


@pytest.mark.parametrize("code", codes())
def test_what_a_page_shows_is_what_plano_says(code: str) -> None:
    assert objections(the_page(code)) == []


@pytest.mark.parametrize("code", codes())
def test_a_page_is_short_and_says_whether_it_can_be_accepted(code: str) -> None:
    found = the_page(code)
    assert 2 <= len(re.findall(r"[.:!?](?=\s|$)", found.why)) <= 7
    assert max(len(line) for line in found.why.splitlines()) <= 120
    assert found.severity == "warning" or fragment(found.accepting) is None or found.accepting.startswith("As an error")


def test_prose_is_only_where_no_blueprint_can_show_it() -> None:
    assert sorted(code for code in codes() if fragment(the_page(code).wrong) is None) == sorted(IN_PROSE)


def test_a_page_whose_examples_plano_does_not_confirm_is_refused() -> None:
    good = the_page("unknown-topic")
    assert objections(good) == []
    harmless = replace(good, wrong=good.right)
    assert objections(harmless) == ["its wrong blueprint gives [], not error unknown-topic"]
    still_wrong = replace(good, right=good.wrong)
    assert objections(still_wrong) == ["its right blueprint gives [('error', 'unknown-topic')]"]
    another = replace(good, code="unknown-type")
    assert objections(another) == ["its wrong blueprint gives [('error', 'unknown-topic')], not error unknown-type"]
    accepted = the_page("topic-unconsumed")
    elsewhere = replace(accepted, accepting=accepted.accepting.replace("topic parcels.moved", "topic parcels.sent"))
    (said,) = objections(elsewhere)
    assert said.startswith("its wrong blueprint, accepted, gives")
    assert objections(replace(good, wrong="words", right="words")) == ["it shows no blueprint"]


WHOLE = "# some-code\nOne sentence.\n\n## Why\nA. B.\n\n## Wrong\nx\n\n## Right\ny\n\n## Accepting it\nIt cannot be.\n"


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("# some-code", "# Some code"),
        ("One sentence.", "No full stop"),
        ("One sentence.", "Two lines\nare too many."),
        ("One sentence.", "Long. " * 20 + "Long."),
        ("## Right\ny\n\n", ""),
        ("## Wrong", "## Bad"),
        ("A. B.\n", "\n"),
        ("## Right\ny", "## Right\n```yaml\ny"),
    ],
)
def test_a_page_of_another_form_is_refused(part: str, instead: str) -> None:
    assert parse(WHOLE).why == "A. B."
    assert part in WHOLE
    with pytest.raises(PageError):
        parse(WHOLE.replace(part, instead))


def test_only_the_name_of_a_page_finds_it() -> None:
    assert page("../pages/unknown-topic") is None
    assert page("unknown-topic.md") is None
    assert page("") is None


def explain(capture: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `plano explain`."""
    code = cli.run(["explain", *words])
    out, err = capture.readouterr()
    return code, out, err


def test_explain_shows_a_page_that_a_terminal_can_bear(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = explain(capsys, "unknown-topic")
    assert (code, err) == (0, "")
    assert out.startswith("unknown-topic (error)\n=====================\nA service publishes or consumes a topic")
    assert [name for name in ("Why", "Wrong", "Right", "Accepting it") if f"\n{name}\n{'-' * len(name)}\n" in out] == [
        "Why", "Wrong", "Right", "Accepting it",
    ]  # fmt: skip
    assert "\n    topics:\n      parcels.sent:" in out
    assert "```" not in out
    assert "`" not in out
    assert "\x1b" not in out


@pytest.mark.parametrize("code", codes())
def test_no_line_of_words_is_wider_than_eighty_columns(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    done, out, _ = explain(capsys, code)
    assert done == 0
    assert [line for line in out.splitlines() if len(line) > 80 and not line.startswith("    ")] == []


def test_an_unknown_code_is_a_wrong_use_with_the_near_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = explain(capsys, "unknwon-topic")
    assert (code, out) == (2, "")
    assert "there is no code 'unknwon-topic': did you mean 'unknown-topic'?" in err
    assert "'plano explain --list' names them all" in explain(capsys, "zzzzzz")[2]


def test_explain_without_a_code_says_how_to_see_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = explain(capsys)
    assert (code, out) == (2, "")
    assert "plano explain --list" in err
    assert explain(capsys, "--list", "unknown-topic")[0] == 2


def test_the_list_has_a_line_for_each_code_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = explain(capsys, "--list")
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines] == sorted(codes())
    summaries = {line.index(the_page(line.split()[0]).summary.replace("`", "'")) for line in lines}
    assert len(summaries) == 1


def test_programs_get_pages_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = explain(capsys, "topic-unconsumed", "--format", "json")
    found = json.loads(out)
    assert (code, found["code"], found["severity"]) == (0, "topic-unconsumed", "warning")
    assert list(found) == ["code", "severity", "summary", "why", "wrong", "right", "accepting"]
    listed = json.loads(explain(capsys, "--list", "--format", "json")[1])
    assert [each["code"] for each in listed] == list(codes())


def test_a_finding_on_a_terminal_names_the_page_that_explains_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = fragment(the_page("unknown-topic").wrong)
    assert wrong is not None
    (tmp_path / "blueprint.yaml").write_text(blueprint(wrong), encoding="utf-8")
    cli.run(["--root", str(tmp_path), "check"])
    out = capsys.readouterr().out
    assert "plano explain unknown-topic" in out
