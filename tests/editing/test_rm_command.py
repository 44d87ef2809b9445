"""`plano rm`: what goes, what is refused, and what stays that nothing needs any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.pipeline import check_text
from tests.editing.depot import DEPOT, depot, plano

Captured = pytest.CaptureFixture[str]


def without(*lines: str) -> str:
    """The depot without some of its lines."""
    rest = DEPOT
    for line in lines:
        assert line in rest
        rest = rest.replace(line, "", 1)
    return rest


def line(words: str) -> int:
    """The line of the depot on which some words stand first."""
    return DEPOT[: DEPOT.index(words)].count("\n") + 1


REMOVALS: dict[str, tuple[list[str], str]] = {
    "route": (["route", "/shelf"], without("  /shelf: {service: shelf}\n")),
    "field": (["field", "depot.Parcel.note"], without("          note: text | null   # by hand\n")),
    "field of a topic": (["field", "parcels.sent.weight"], without(", weight: int")),
    "last field": (
        ["field", "depot.Stamp.parcel_id"],
        DEPOT.replace("Stamp: {fields: {parcel_id: ref(Parcel)}}", "Stamp: {}"),
    ),
    "entity": (
        ["entity", "depot.Stamp", "--with-uses"],
        without("      Stamp: {fields: {parcel_id: ref(Parcel)}}\n", ", Stamp: {get: public}"),
    ),
    "service": (
        ["service", "shelf", "--with-uses"],
        DEPOT.replace("{trial: {services: {shelf: {scale: {max: 2}}}, systems", "{trial: {systems")
        .replace(
            "  shelf:   # of wood\n    kind: container\n    consumes: {parcels.sent: {}}\n    calls: [depot]\n", ""
        )
        .replace("calls: [depot, shelf]", "calls: [depot]")
        .replace("  /shelf: {service: shelf}\n", ""),
    ),
    "host": (
        ["host", "two", "--with-uses"],
        without(
            "  two: {address: 10.0.0.2, roles: [worker, build]}\n",
            "  - {code: role-without-use, subject: host two, reason: It builds from May on.}  # ask Ana\n",
        ),
    ),
}


@pytest.mark.parametrize("case", REMOVALS)
def test_an_entry_goes_with_its_comments_and_its_uses_and_no_other_line(
    tmp_path: Path, capsys: Captured, case: str
) -> None:
    words, wanted = REMOVALS[case]
    file = depot(tmp_path)
    code, out, err = plano(tmp_path, capsys, "rm", *words)
    assert (code, file.read_text()) == (0, wanted), err
    assert out.startswith("removed   blueprint.yaml:")
    assert out.endswith("Next: plano generate\n")
    assert not [each for each in check_text(wanted).diagnostics if each.severity == "error"]


def test_a_thing_that_others_speak_of_is_refused_with_all_their_places(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path)
    code, out, err = plano(tmp_path, capsys, "rm", "topic", "parcels.sent")
    assert (code, out, file.read_text()) == (1, "", DEPOT)
    assert err.splitlines() == [
        f"blueprint.yaml:{line('publishes: [parcels.sent]')}:17: service 'depot' publishes it",
        f"blueprint.yaml:{line('consumes: {parcels.sent')}:16: service 'shelf' consumes it",
        f"blueprint.yaml:{line('parcels.sent: {handler')}:7: service 'desk' consumes it",
        "3 places still speak of it: edit these places first, or give '--with-uses', which removes them too. "
        "Nothing was written.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["host", "one"], f"blueprint.yaml:{line('main: {host')}:10: the database server 'main' is on it"),
        (["entity", "depot.Parcel"], "the field 'parcel_id' of 'Stamp' refers to it"),
        (["entity", "depot.Parcel"], "the operation 'weigh' answers with it"),
        (["field", "depot.Parcel.weight"], "'index' names it beside other fields"),
        (["field", "parcels.sent.parcel_id"], "it is the topic's key"),
    ],
)
def test_a_use_that_needs_a_decision_is_refused_even_with_its_uses(
    tmp_path: Path, capsys: Captured, words: list[str], said: str
) -> None:
    file = depot(tmp_path)
    code, _, err = plano(tmp_path, capsys, "rm", *words, "--with-uses")
    assert (code, file.read_text()) == (1, DEPOT)
    assert said in err
    assert "edit these places first. Nothing was written." in err


def test_an_index_of_the_field_alone_goes_with_it(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path, DEPOT.replace("[seller, weight], [seller]]", "[seller]]"))
    assert plano(tmp_path, capsys, "rm", "field", "depot.Parcel.seller")[0] == 1
    assert plano(tmp_path, capsys, "rm", "field", "depot.Parcel.seller", "--with-uses")[0] == 0
    assert "          seller: uuid\n" not in file.read_text()
    assert "        index: [[weight]]\n" in file.read_text()


def test_a_topic_goes_from_all_who_publish_and_consume_it_and_their_empty_keys_go_too(
    tmp_path: Path, capsys: Captured
) -> None:
    file = depot(tmp_path)
    code, out, _ = plano(tmp_path, capsys, "rm", "topic", "parcels.sent", "--with-uses")
    assert code == 0
    after = file.read_text()
    for gone in ("publishes", "consumes", "topics:", "A parcel leaves", "by hand\n    calls"):
        assert gone not in after
    assert "subject: topic parcels.sent" in after  # a code in capitals may allow just this change
    assert "topic 'parcels.sent', and 'topics', which it was all of" in out
    assert out.count("removed   ") == 4


def test_what_nothing_needs_any_more_is_listed_and_left_alone(tmp_path: Path, capsys: Captured) -> None:
    depot(tmp_path)
    for path, text in (
        ("services/desk/handlers.py", "async def note_down(event, ctx):\n    ...\n"),
        ("services/desk/migrations/0001_initial.py", ""),
        ("releases/trial/desk.yaml", "commit: a\n"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    code, out, _ = plano(tmp_path, capsys, "rm", "topic", "parcels.sent", "--with-uses")
    assert code == 0
    assert "stays     services/desk/handlers.py: 'note_down' has no use now; nothing of it was touched\n" in out
    code, out, _ = plano(tmp_path, capsys, "rm", "service", "desk")
    assert code == 0
    assert "stays     services/desk/ (2 files of yours) has no use now; nothing of it was touched\n" in out
    assert "stays     releases/trial/desk.yaml has no use now; nothing of it was touched\n" in out
    assert "its data stays in depot_trial_desk, depot_production_desk: Plano drops no database\n" in out
    assert (tmp_path / "services/desk/handlers.py").read_text().startswith("async def note_down")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["entity", "depot.Stamp", "--with-uses"], "the table 'stamp' and its rows stay until a migration drops it"),
        (["field", "depot.Parcel.note"], "its column and what is in it stay until a migration drops it"),
    ],
)
def test_rows_stay_until_a_migration_that_a_person_reads(
    tmp_path: Path, capsys: Captured, words: list[str], said: str
) -> None:
    depot(tmp_path)
    code, out, _ = plano(tmp_path, capsys, "rm", *words)
    assert code == 0
    assert f"{said}, which you review first: plano migrate depot" in out


def test_a_removal_that_breaks_something_is_shown_and_not_written(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path)
    code, out, err = plano(tmp_path, capsys, "rm", "system", "kubernetes")
    assert (code, out, file.read_text()) == (1, "", DEPOT)
    assert "error[system-missing]" in err
    assert "shown in the text as it would be. Nothing was written." in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["host", "tow"], "there is no host 'tow': did you mean 'two'?"),
        (["field", "depot.Parcel.wieght"], "there is no field 'wieght' in 'Parcel': did you mean 'weight'?"),
        (["field", "depot.Parcel"], "does not say which field is meant: write SERVICE.Entity.field"),
        (["entity", "dpot.Parcel"], "there is no service 'dpot': did you mean 'depot'?"),
        (["hosts", "two"], "'hosts' is not one of"),
    ],
)
def test_a_name_that_nothing_has_is_answered_with_the_nearest(
    tmp_path: Path, capsys: Captured, words: list[str], said: str
) -> None:
    file = depot(tmp_path)
    code, _, err = plano(tmp_path, capsys, "rm", *words)
    assert (code, file.read_text()) == (2, DEPOT)
    assert said in err


def test_dry_run_shows_all_that_would_go(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path)
    code, out, _ = plano(tmp_path, capsys, "rm", "service", "shelf", "--with-uses", "--dry-run")
    assert (code, file.read_text()) == (0, DEPOT)
    assert "-  shelf:   # of wood\n" in out
    assert "+    calls: [depot]\n" in out
