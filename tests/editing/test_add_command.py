"""`plano add`: what it writes, what it says, and what it refuses without touching the file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plano.output.lock import writing
from plano.pipeline import check_text
from tests.editing.depot import DEPOT, depot, plano

Captured = pytest.CaptureFixture[str]

ADDITIONS: dict[str, tuple[list[str], str]] = {
    "host": (
        ["host", "db-2", "--address", "10.0.0.9", "--role", "postgresql", "--role", "worker", "--set", "memory=32Gi"],
        "  db-2: {address: 10.0.0.9, roles: [postgresql, worker], memory: 32Gi}\n",
    ),
    "service": (
        ["service", "billing", "--kind", "fastapi", "--database", "main", "--calls", "depot", "--description", "A: b"],
        '  billing:\n    kind: fastapi\n    description: "A: b"\n    database: main\n    calls: [depot]\n',
    ),
    "container": (
        ["service", "search", "--kind", "container", "--port", "9000", "--set", "resources={cpu: 500m}"],
        "  search:\n    kind: container\n    resources: {cpu: 500m}\n    port: 9000\n",
    ),
    "topic": (
        ["topic", "bills.sent", "--field", "bill_id:uuid", "--field", "sum:decimal(12.2) | null", "--key", "bill_id"],
        "  bills.sent: {key: bill_id, fields: {bill_id: uuid, sum: decimal(12.2) | null}}\n",
    ),
    "route": (
        ["route", "/api/stamps", "--to", "depot", "--rate-limit", "5/s"],
        "  /api/stamps: {service: depot, rate_limit: 5/s}\n",
    ),
    "entity": (
        ["entity", "depot.Refund", "--field", "weight:{type: int, min: 1}", "--set", "index=[[weight]]"],
        "      Refund: {fields: {weight: {type: int, min: 1}}, index: [[weight]]}\n",
    ),
    "first entity": (
        ["entity", "desk.Slip", "--field", "at:datetime"],
        "    entities:\n      Slip:\n        fields:\n          at: datetime\n",
    ),
    "field": (["field", "depot.Parcel", "sent_at", "datetime | null"], "          sent_at: datetime | null\n"),
    "long field": (["field", "depot.Parcel", "size", "int", "--set", "min=1"], "          size: {type: int, min: 1}\n"),
    "field of a topic": (["field", "parcels.sent", "at", "datetime"], "weight: int, at: datetime}}\n"),
    "field of a type": (["field", "Label", "at", "datetime"], "  Label: {code: string(20), at: datetime}\n"),
    "system": (
        ["system", "elk", "--option", "retention=14d", "--set", "storage=9Gi"],
        "  elk: {retention: 14d, storage: 9Gi}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ADDITIONS)
def test_it_adds_one_thing_says_where_and_what_comes_next(tmp_path: Path, capsys: Captured, case: str) -> None:
    words, written = ADDITIONS[case]
    file = depot(tmp_path)
    code, out, _ = plano(tmp_path, capsys, "add", *words)
    assert code == 0
    after = file.read_text()
    assert written in after
    at = after[: after.index(written)].count("\n") + 1 + case.startswith("first")
    assert out.startswith(f"added     blueprint.yaml:{at} ")
    assert out.endswith("Next: plano generate\n")
    assert not [each for each in check_text(after).diagnostics if each.severity == "error"]


def test_what_the_addition_leaves_to_do_is_shown_as_a_warning(tmp_path: Path, capsys: Captured) -> None:
    depot(tmp_path)
    code, _, err = plano(tmp_path, capsys, "add", "topic", "bills.sent", "--field", "bill_id:uuid")
    assert code == 0
    assert "nobody publishes or consumes topic 'bills.sent'" in err
    assert "bills.sent: {fields: {bill_id: uuid}}" in err


def test_a_byte_order_mark_and_windows_line_ends_stay(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path, "\ufeff" + DEPOT.replace("\n", "\r\n"))
    assert plano(tmp_path, capsys, "add", "host", "x", "--address", "10.0.0.9", "--role", "worker")[0] == 0
    after = file.read_bytes().decode()
    assert after.replace("  x: {address: 10.0.0.9, roles: [worker]}\r\n", "") == "\ufeff" + DEPOT.replace("\n", "\r\n")


def test_dry_run_prints_a_patch_that_git_takes_and_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path, DEPOT.rstrip("\n"))
    words = ["add", "service", "search", "--kind", "container"]
    code, out, _ = plano(tmp_path, capsys, *words, "--dry-run")
    assert code == 0
    assert file.read_text() == DEPOT.rstrip("\n")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=out.encode(), check=True)
    patched = file.read_bytes()
    depot(tmp_path, DEPOT.rstrip("\n"))
    assert plano(tmp_path, capsys, *words)[0] == 0
    assert file.read_bytes() == patched


REFUSALS: dict[str, tuple[list[str], int, str]] = {
    "there already": (["system", "kafka"], 1, "blueprint.yaml:17:3: system 'kafka' exists already: change it there"),
    "a bad name": (["topic", "Bills_Sent", "--field", "a:int"], 2, "for example 'bills-sent'"),
    "a bad path": (["route", "shelf/", "--to", "shelf"], 2, "it starts with '/' and does not end in one"),
    "a system that nobody has": (["system", "kafak"], 2, "there is no system 'kafak': did you mean 'kafka'?"),
    "an unknown service": (["entity", "depto.Refund"], 2, "there is no service 'depto': did you mean 'depot'?"),
    "an unknown entity": (["field", "depot.Parcle", "a", "int"], 2, "in service 'depot': did you mean 'Parcel'?"),
    "an unknown type": (["field", "Lable", "a", "int"], 2, "there is no type 'Lable': did you mean 'Label'?"),
    "an unknown kind": (["services", "x"], 2, "there is no kind 'services': did you mean 'service'?"),
    "no service named": (["entity", "Refund"], 2, "write SERVICE.Entity"),
    "a new error": (["host", "x", "--address", "10.0.0.1", "--role", "worker"], 1, "The edit would bring 1 error"),
    "a route to nothing": (["route", "/x", "--to", "desk"], 1, "route-to-nothing"),
    "a wrong type": (["field", "depot.Parcel", "a", "integer"], 1, "did you mean 'int'?"),
    "two values": (["system", "elk", "--set", "retention=14d, storage: 9Gi"], 2, "is not one value of YAML"),
    "no setting": (["system", "elk", "--set", "retention"], 2, "write KEY=VALUE"),
    "a key twice": (["route", "/x", "--to", "shelf", "--set", "service=desk"], 2, "'service' is said twice"),
    "a field twice": (["entity", "desk.A", "--field", "a:int", "--field", "a:int"], 2, "the field 'a' is said twice"),
    "no field": (["entity", "desk.A", "--field", "a"], 2, "write NAME:TYPE"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_added_is_said_and_nothing_is_written(tmp_path: Path, capsys: Captured, case: str) -> None:
    words, code, said = REFUSALS[case]
    file = depot(tmp_path)
    answered, out, err = plano(tmp_path, capsys, "add", *words)
    assert (answered, out) == (code, "")
    assert said in err
    assert file.read_text() == DEPOT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hosts: [", "yaml-syntax"), (b"\xff\xfe", "UTF-16"), (b"a: \xff", "0xff is not UTF-8"), (b"", "empty"),
        (b"hosts: {a: 1, a: 2}", "duplicate-key"), (b"- a", "a blueprint is a map"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_blueprint_is_left_alone(tmp_path: Path, capsys: Captured, content: bytes, said: str) -> None:
    (tmp_path / "blueprint.yaml").write_bytes(content)
    code, _, err = plano(tmp_path, capsys, "add", "system", "elk")
    assert code == 1
    assert said in err
    assert "Nothing was written." in err
    assert (tmp_path / "blueprint.yaml").read_bytes() == content


def test_without_a_blueprint_nothing_is_made(tmp_path: Path, capsys: Captured) -> None:
    code, _, err = plano(tmp_path, capsys, "add", "system", "elk")
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "plano new" in err


def test_an_error_that_was_there_before_does_not_stand_in_the_way(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path, DEPOT.replace("10.0.0.2", "10.0.0.1"))
    assert plano(tmp_path, capsys, "add", "system", "elk")[0] == 0
    assert "  elk: {}\n" in file.read_text()


def test_two_writers_wait_for_each_other(tmp_path: Path, capsys: Captured) -> None:
    file = depot(tmp_path)
    with writing(tmp_path):
        code, _, err = plano(tmp_path, capsys, "add", "system", "elk")
    assert code == 1
    assert "another plano writes here" in err
    assert file.read_text() == DEPOT
