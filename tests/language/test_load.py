"""From text to a blueprint: whatever is written, the answer is a blueprint or diagnostics."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plano.diagnostics.model import Severity
from plano.language.blueprint import Blueprint
from plano.language.fieldtypes import Enum, ListOf, Named, Ref, Scalar
from plano.language.load import load, load_file
from plano.platform.model import Access
from plano.platform.resolve import resolve
from plano.rules import check_blueprint, check_platform, not_emitted

ROOT = Path(__file__).parent.parent.parent
REFERENCE = (ROOT / "blueprint.yaml").read_text(encoding="utf-8")
WORDS = sorted(set(re.findall(r"[\w./%()-]+", REFERENCE)))
PLACES = [match.span() for match in re.finditer(r"[\w./%()-]+", REFERENCE)]


def reference() -> Blueprint:
    loaded = load(REFERENCE, "blueprint.yaml")
    assert loaded.blueprint is not None
    return loaded.blueprint


@given(
    st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([*WORDS, "", "~", "{}", "[]", "é", "-1"])), max_size=4)
)
@settings(max_examples=250, deadline=None)
def test_a_blueprint_with_any_words_changed_is_answered_by_diagnostics(
    changes: list[tuple[tuple[int, int], str]],
) -> None:
    text = REFERENCE
    for (start, end), word in sorted(changes, reverse=True):
        text = text[:start] + word + text[end:]
    loaded = load(text, "blueprint.yaml")
    if loaded.blueprint is None:
        assert any(found.severity is Severity.ERROR for found in loaded.diagnostics)
        return
    found = check_blueprint(loaded.blueprint, loaded.places)
    if not any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        check_platform(resolve(loaded.blueprint), loaded.places)


def test_units_are_read() -> None:
    blueprint = reference()
    assert blueprint.topics["orders.placed"].retention == 7 * 86_400
    assert blueprint.services["orders"].scale.cpu_target == 70
    assert blueprint.routes["/api/orders"].rate_limit == 50
    slo = blueprint.routes["/api/orders"].slo
    assert slo is not None
    assert slo.latency == {"p99": 0.3}
    retry = blueprint.services["payments"].consumes["orders.cancelled"].retry
    assert (retry.mode, retry.attempts, retry.first, retry.max) == ("topics", 8, 2, 600)


def test_access_is_one_word_or_a_list_of_words() -> None:
    expose = reference().services["users"].expose["User"]
    assert expose["list"] == (Access("role", "support"),)
    assert expose["get"] == (Access("owner"), Access("role", "support"), Access("service"))


def test_a_list_of_verbs_takes_the_default_access() -> None:
    text = REFERENCE.replace("expose: {Payment: {list: owner, get: owner}}", "expose: {Payment: [list, get]}")
    loaded = load(text, "blueprint.yaml")
    assert loaded.blueprint is not None
    assert loaded.blueprint.services["payments"].expose["Payment"] == {"list": None, "get": None}


def test_fields_are_read_alike_in_both_forms() -> None:
    types = """
types:
  Parcel:
    a: string(80)
    b: {type: string(80)}
    c: decimal(6.2) | null = 1
    d: {type: decimal(6.2), nullable: true, default: 1.00}
    e: list(map(Line)) | null
    f: enum(red | blue) = red
    g: bool = true
"""
    loaded = load(REFERENCE.replace("\ntypes:\n", types), "blueprint.yaml")
    assert loaded.diagnostics == ()
    assert loaded.blueprint is not None
    fields = loaded.blueprint.types["Parcel"].fields
    assert fields["a"] == fields["b"].model_copy()
    assert fields["a"].type == Scalar("string", length=80)
    assert not fields["a"].has_default
    assert (fields["c"].type, fields["c"].nullable, fields["c"].default) == (
        fields["d"].type, fields["d"].nullable, fields["d"].default,
    )  # fmt: skip
    assert (fields["c"].default, fields["f"].default, fields["g"].default) == ("1.00", "red", True)
    assert isinstance(fields["e"].type, ListOf)
    assert fields["f"].type == Enum(("red", "blue"))


def test_a_reference_may_say_what_happens_when_the_other_row_goes() -> None:
    text = REFERENCE.replace("recipient: uuid", "recipient: {type: ref(Notification), on_delete: cascade}")
    loaded = load(text, "blueprint.yaml")
    assert loaded.blueprint is not None
    fields = loaded.blueprint.services["notifications"].entities["Notification"].fields
    assert fields["recipient"].type == Ref("Notification", "cascade")


def test_arguments_in_a_path_are_typed() -> None:
    path = reference().services["orders"].operations["cancel_order"].path
    assert path.template == "/orders/{order_id}/cancel"
    assert {name: field.type for name, field in path.fields.items()} == {"order_id": Scalar("uuid")}


def test_order_is_kept() -> None:
    blueprint = reference()
    assert list(blueprint.services) == ["users", "catalog", "orders", "payments", "notifications", "mail", "web"]
    assert list(blueprint.environments) == ["staging", "production"]
    assert blueprint.types["Line"].fields.keys() == {"sku": 0, "quantity": 0, "price": 0}.keys()
    assert blueprint.topics["orders.placed"].fields["lines"].type == ListOf(Named("Line"))


def test_free_text_arrives_unharmed() -> None:
    hostile = "a 'quote', \"another\", {{ braces }}, ${dollar}, # hash, `tick`, \\n, ñ, 🦊, \u202eright to left\u202c"
    text = REFERENCE.replace(
        "description: Takes orders and follows them to the door.", f"description: {_quoted(hostile)}"
    )
    loaded = load(text, "blueprint.yaml")
    assert loaded.blueprint is not None
    assert loaded.blueprint.services["orders"].description == hostile


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    loaded = load_file(tmp_path / "blueprint.yaml")
    (found,) = loaded.diagnostics
    assert loaded.blueprint is None
    assert (found.code, found.message, found.span) == ("no-blueprint", "no blueprint.yaml here", None)
    assert "plano new DIR" in found.help


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "blueprint.yaml"
    with file.open("wb") as stream:
        stream.write(b"blueprint: 1\n")
        stream.truncate(100 << 20)
    [found] = load_file(file, "blueprint.yaml").diagnostics
    assert (found.code, found.message) == ("file-too-large", "a blueprint has at most 16 MiB, and here it has more")
    assert found.span is not None


@pytest.mark.parametrize("piece", ["[", "{", "- ", "? ", "a: {", "[a, "])
def test_nesting_without_end_ends_soon(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    found = load(text, "blueprint.yaml").diagnostics
    assert 1 <= len(found) <= 4


def test_a_folder_is_not_a_blueprint(tmp_path: Path) -> None:
    (found,) = load_file(tmp_path, "blueprint.yaml").diagnostics
    assert found.code == "no-blueprint"
    assert "cannot be read" in found.message


def test_what_is_not_written_yet_is_one_note_at_its_key() -> None:
    loaded = load(REFERENCE, "blueprint.yaml")
    assert loaded.blueprint is not None
    systems = frozenset(loaded.blueprint.systems.named()) - {"elk"}
    found = not_emitted(loaded.blueprint, loaded.places, frozenset({"fastapi"}), systems, {})
    assert [(note.code, note.severity, note.subject) for note in found] == [
        ("not-emitted", Severity.NOTE, "system elk"),
        ("not-emitted", Severity.NOTE, "service web"),
    ]
    assert all(note.span is not None for note in found)
