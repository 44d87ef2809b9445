"""`plano fix` mends what needs no decision: what a person may have meant otherwise, it leaves and explains."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime
from http import HTTPMethod
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plano.cli.main import run
from plano.language.blueprint import Blueprint
from plano.language.grammar import SAME_TYPE, SCALARS, TAKES_ARGUMENTS
from plano.language.lookup import every_key
from plano.language.nearest import is_slip, nearest, unmistakable
from plano.pipeline import check_text
from tests.fixing.place import PLACES, help_for, with_word, written_by_fix

LEFT = [
    ("access", "none"), ("access", "anyone"), ("access", "users"), ("access", "onwer"), ("role", "role(keepr)"),
    ("owner", "readers_id"), ("zone", "PST"), ("zone", "CEST"), ("zone", "BST"), ("zone", "IST"),
    ("zone", "JST"), ("zone", "SGT"), ("zone", "AEST"), ("zone", "MSK"), ("zone", "EDT"), ("zone", "Z"),
    ("zone", "Europe/Madird"), ("type", "real"), ("type", "serial"), ("type", "Titel"), ("type", "Data"),
    ("type", "data"), ("type", "Paint"), ("type", "uint"), ("type", "point"), ("type", "emails"), ("type", "Ints"),
    ("type", "number"), ("host", "db-2"), ("host", "db-11"), ("method", "HEAD"), ("key", "services"),
]  # fmt: skip
APPLIED = [
    ("type", "Text", "text"), ("type", "varchar(20)", "string(20)"), ("type", "integer", "int"),
    ("type", "boolean", "bool"), ("type", "timestamp", "datetime"), ("type", "strng", "string"),
    ("type", "datetime | None", "datetime | null"), ("type", "Ibsn", "Isbn"), ("kind", "fastpi", "fastapi"),
    ("method", "get", "GET"), ("zone", "utc", "UTC"), ("zone", "europe/madrid", "Europe/Madrid"),
    ("access", "Owner", "owner"), ("topic", "loan.made", "loans.made"), ("topic", "loans-made", "loans.made"),
    ("service", "laons", "loans"), ("type", "Pont", "Point"), ("key", "servce", "service"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "word"), LEFT)
def test_a_guess_is_never_written(place: str, word: str) -> None:
    assert written_by_fix(place, word) == word


@pytest.mark.parametrize(("place", "word", "meant"), APPLIED)
def test_a_slip_of_which_only_one_word_can_come_is_mended(place: str, word: str, meant: str) -> None:
    assert written_by_fix(place, word) == meant


def test_the_command_leaves_the_file_as_it_is_and_says_what_needs_a_decision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "blueprint.yaml"
    file.write_text(with_word("access", "none"))
    before = file.read_bytes()
    assert run(["--root", str(tmp_path), "fix"]) == 1
    assert file.read_bytes() == before
    said = capsys.readouterr().err
    assert "'none' does not say who may call" in said
    assert "one of public, user, owner, service, role(name)" in said


@pytest.mark.parametrize(
    ("place", "word", "words"),
    [
        ("zone", "PST", "name a place, such as Europe/Madrid: it knows its summer time"),
        ("zone", "Europe/Madird", "did you mean 'Europe/Madrid'?"),
        ("type", "real", "'float' is approximate, 'decimal(12.2)' exact (money)"),
        ("type", "data", "did you mean 'date'?"),
        ("type", "Titel", "declare it: 'types: {Titel: {…}}'"),
        ("type", "Paint", "did you mean 'Point'? (declared at blueprint.yaml:12:9)"),
    ],
)
def test_what_is_left_is_shown_as_help(place: str, word: str, words: str) -> None:
    assert help_for(place, word) == words


TYPES_ELSEWHERE = """
    bigserial bit box bytea char cidr circle decimal2 float4 inet int2 interval line lseg macaddr money name numeric oid
    path point polygon real regclass serial smallint smallserial timetz tsquery tsvector varbit xml tinyint mediumint
    datetime2 smalldatetime datetimeoffset nvarchar nchar clob blob binary varbinary year set image rowversion object
    bytes bytearray complex tuple frozenset range timedelta path any Any unknown never void bigdecimal byte short word
    character rune uint uint8 uint16 uint32 uint64 int16 float32 float64 usize isize i32 u64 f64 vec option instant
    localdate localdatetime hash hostname ipv4 ipv6 uri regex password null none document files file geometry geography
    point2d currency percent integerfield texts strings dates times emails urls lists maps enums data email2
"""
"""Names of types in PostgreSQL, MySQL, SQL Server, Python, TypeScript, Java, Go, Rust, JSON Schema and OpenAPI."""


def test_a_type_of_another_language_is_never_made_into_one_of_ours_that_is_not_the_same() -> None:
    for word in TYPES_ELSEWHERE.split():
        assert written_by_fix("type", word) == word
        assert written_by_fix("type", word.title()) == word.title()


def test_an_abbreviation_of_a_time_is_never_made_into_another_one() -> None:
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7)]
    names = {
        moment.astimezone(zoneinfo.ZoneInfo(zone)).tzname() or ""
        for zone in zoneinfo.available_timezones() - {"localtime"}
        for moment in moments
    }
    unknown = sorted(name for name in names - zoneinfo.available_timezones() if name.isalpha())
    assert {"PST", "CEST", "JST"} <= set(unknown)
    for name in unknown:
        assert written_by_fix("zone", name).lower() == name.lower()


def test_a_method_of_http_that_plano_does_not_have_is_never_made_into_another() -> None:
    for method in {"HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY", "LINK", "PUSH", "SET", "UPDATE"} | set(HTTPMethod):
        assert written_by_fix("method", str(method)) == str(method)


def test_a_key_that_has_a_meaning_elsewhere_is_never_renamed() -> None:
    for key in sorted(every_key(Blueprint) - {"service", "strip", "slo", "rate_limit"}):
        assert written_by_fix("key", key) == key


@st.composite
def slips(draw: st.DrawFn, word: str) -> str:
    """The word with one letter left out, one put in, or two side by side swapped."""
    at = draw(st.integers(1, len(word) - 1))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + letter + word[at:], swapped]))


@given(st.sampled_from(["type", "kind", "topic", "service", "host", "key"]), st.data())
@settings(max_examples=150, deadline=None)
def test_after_one_slip_there_is_the_word_that_was_meant_or_the_slip(place: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(sorted(SCALARS))) if place == "type" else PLACES[place]
    assume(word != "decimal")  # it needs digits
    written = data.draw(slips(word))
    assume(written not in SAME_TYPE and written not in TAKES_ARGUMENTS)
    assert written_by_fix(place, written) in (word, written)


NAMES = st.lists(st.text("abs-.1", min_size=3, max_size=6), min_size=2, max_size=5, unique=True)


@given(NAMES)
@settings(max_examples=500)
def test_what_may_be_one_of_two_names_is_never_decided(names: list[str]) -> None:
    written, *known = names
    near = [name for name in known if is_slip(written, name)]
    if unmistakable(written, known):
        assert len(near) <= 1
        meant = nearest(written, known)
        assert meant is not None
        assert [meant] == near or not near
        assert sorted(filter(str.isdigit, meant)) == sorted(filter(str.isdigit, written))


def test_every_other_word_for_a_type_is_one() -> None:
    for word, meant in SAME_TYPE.items():
        given_arguments = {"list": "(int)", "map": "(int)", "string": "(9)"}.get(meant, "")
        assert written_by_fix("type", word + given_arguments) == meant + given_arguments
        assert not [each for each in check_text(with_word("type", meant + given_arguments)).diagnostics
                    if each.severity == "error"]  # fmt: skip


def test_the_place_of_a_right_word_is_left_alone() -> None:
    for place, word in PLACES.items():
        assert written_by_fix(place, word) == word
