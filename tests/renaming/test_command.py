"""`plano rename`: what follows a name, what is refused, and what a person is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.renaming.blueprints import REFERENCE
from tests.renaming.places import YOURS, plano, repository, standing


def test_what_is_yours_follows_a_service(tmp_path: Path) -> None:
    root = repository(tmp_path)
    code, said, _ = plano(root, "rename", "service", "samples", "probes")
    assert code == 0
    after = standing(root)
    moved = {path.replace("/samples/", "/probes/").replace("samples.yaml", "probes.yaml") for path in YOURS}
    assert set(after) == moved
    assert after["services/probes/handlers.py"] == YOURS["services/samples/handlers.py"].replace(
        "from lab_samples", "from lab_probes"
    )
    assert after["services/probes/seed.py"] == YOURS["services/samples/seed.py"].replace("lab_samples", "lab_probes")
    assert after["overrides/fastapi/handlers.py.jinja"] == "samples\n"
    assert "    was: samples\n" in after["blueprint.yaml"]
    assert "/api/samples: {service: probes, rate_limit: 5/s}" in after["blueprint.yaml"]
    assert "moved       services/samples" in said
    assert "Databases, roles and consumer groups keep the name that 'was' says" in said
    assert "Its releases name images of 'samples': release 'probes' once it is built." in said
    assert said.endswith("Next: plano generate\n")


def test_what_is_not_certain_is_listed_with_its_place(tmp_path: Path) -> None:
    root = repository(tmp_path)
    code, said, _ = plano(root, "rename", "topic", "samples.taken", "probes.taken")
    assert code == 0
    assert "look at services/mailer/notes.txt:1: it names 'SamplesTaken'" in said
    assert standing(root)["services/mailer/notes.txt"] == YOURS["services/mailer/notes.txt"]
    assert "async def tell(event: ProbesTaken, ctx: Context)" in standing(root)["services/mailer/handlers.py"]
    assert "Kafka renames no topic: 'probes.taken' begins empty." in said


def test_there_and_back_gives_every_file_as_it_was(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for there, back in (
        (("service", "samples", "probes"), ("service", "probes", "samples")),
        (("topic", "samples.taken", "probes.taken"), ("topic", "probes.taken", "samples.taken")),
        (("field", "samples.Sample.label", "title"), ("field", "samples.Sample.title", "label")),
    ):
        assert plano(root, "rename", *there)[0] == 0
        assert standing(root) != YOURS
        assert plano(root, "rename", *back)[0] == 0
        assert standing(root) == YOURS


def test_a_table_that_a_migration_made_is_where_the_next_rename_begins(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert plano(root, "rename", "entity", "samples.Sample", "Probe")[0] == 0
    assert "was: Sample" in standing(root)["blueprint.yaml"]
    assert plano(root, "rename", "entity", "samples.Probe", "Trial")[0] == 0
    assert "was: Sample" in standing(root)["blueprint.yaml"]
    (root / "services/samples/migrations/0002_x.py").write_text(
        'def upgrade() -> None:\n    op.rename_table("sample", "trial")\n'
    )
    assert plano(root, "rename", "entity", "samples.Trial", "Sample")[0] == 0
    assert "was: Trial" in standing(root)["blueprint.yaml"]


def test_a_dry_run_shows_all_and_writes_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path)
    code, said, _ = plano(root, "rename", "service", "samples", "probes", "--dry-run")
    assert code == 0
    assert standing(root) == YOURS
    assert not (root / ".plano").exists()
    assert "would move  services/samples" in said
    assert "+    was: samples" in said
    assert "-from lab_samples import Context, Sample, SamplesTaken, TakeSampleRequest" in said
    assert said.endswith("Nothing was written.\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("service", "sample", "probes"), 2, "did you mean 'samples'?"),
        (("service", "samples", "mailer"), 2, "there is a service 'mailer' already, at blueprint.yaml:"),
        (("service", "samples", "Probes"), 2, "'Probes' cannot be the name of a service"),
        (("service", "samples"), 2, "say KIND OLD NEW"),
        (("service", "samples", "probes", "--continue"), 2, "or '--continue' alone"),
        (("servce", "samples", "probes"), 2, "'servce' is not one of"),
        (("entity", "samples.Sample", "Context"), 1, "Nothing was renamed"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    root = repository(tmp_path)
    ended, _, told = plano(root, "rename", *words)
    assert ended == code
    assert said in told
    assert standing(root) == YOURS


@pytest.mark.parametrize("path", ["services/probes/notes.txt", "releases/production/probes.yaml"])
def test_nothing_is_moved_over_what_is_there(tmp_path: Path, path: str) -> None:
    root = repository(tmp_path)
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("mine\n")
    before = standing(root)
    code, _, told = plano(root, "rename", "service", "samples", "probes")
    assert code == 2
    assert "is there already: move it away or remove it, then rename again" in told
    assert standing(root) == before


def test_nothing_is_moved_through_a_link(tmp_path: Path) -> None:
    root = repository(tmp_path / "lab")
    (root / "services/samples").rename(tmp_path / "elsewhere")
    (root / "services/samples").symlink_to(tmp_path / "elsewhere")
    code, _, told = plano(root, "rename", "service", "samples", "probes")
    assert code == 2
    assert "services/samples is a link" in told


def test_what_was_ejected_is_renamed_by_hand(tmp_path: Path) -> None:
    root = repository(tmp_path)
    text = YOURS["blueprint.yaml"].replace(
        "    database: main\n    calls: [mail]", "    ejected: true\n    calls: [mail]"
    )
    (root / "blueprint.yaml").write_text(text)
    before = standing(root)
    code, _, told = plano(root, "rename", "service", "mailer", "teller")
    assert code == 2
    assert "service 'mailer' is ejected: its code is yours, and no rename reaches into it" in told
    assert standing(root) == before
    code, said, _ = plano(root, "rename", "topic", "samples.taken", "probes.taken")
    assert code == 0
    assert "Nothing below services/mailer/ was looked through" in said
    assert standing(root)["services/mailer/handlers.py"] == YOURS["services/mailer/handlers.py"]


def test_an_error_in_the_blueprint_comes_first(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "blueprint.yaml").write_text(YOURS["blueprint.yaml"].replace("calls: [mail]", "calls: [mial]"))
    code, _, told = plano(root, "rename", "service", "samples", "probes")
    assert code == 1
    assert "error[unknown-service]" in told
    assert "Nothing was renamed." in told


def test_a_byte_order_mark_and_line_ends_stay(tmp_path: Path) -> None:
    root = repository(tmp_path)
    text = YOURS["blueprint.yaml"].replace("\n", "\r\n")
    (root / "blueprint.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert plano(root, "rename", "host", "db-1", "data-1")[0] == 0
    text = text.replace("{db-1: ", "{data-1: ").replace("[postgresql]}", "[postgresql], was: db-1}")
    text = text.replace("host: db-1}", "host: data-1}")
    assert (root / "blueprint.yaml").read_bytes() == b"\xef\xbb\xbf" + text.encode()


RENAMES = (
    ("service", "catalog", "goods"),
    ("topic", "orders.placed", "sales.placed"),
    ("entity", "payments.Payment", "Settlement"),
    ("field", "payments.Settlement.settled_at", "done_at"),
    ("field", "payments.settled.settled_at", "when"),
    ("entity", "users.User", "Account"),
    ("operation", "goods.price_items", "quote_items"),
    ("operation", "orders.cancel_order", "withdraw_order"),
    ("role", "support", "helpdesk"),
    ("environment", "staging", "trial"),
)


def test_the_reference_still_type_checks_after_many_renames(tmp_path: Path) -> None:
    for name in ("services", "generated"):
        shutil.copytree(REFERENCE.parent / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REFERENCE, tmp_path)
    for words in RENAMES:
        code, said, told = plano(tmp_path, "rename", *words)
        assert (code, told) == (0, "")
        assert "look at" not in said, said
    code, said, _ = plano(tmp_path, "generate")
    assert code == 0
    assert "missing" not in said
    assert type_errors(tmp_path) == ""
    handlers = tmp_path / "services/payments/handlers.py"
    handlers.write_text(handlers.read_text().replace(".done_at", ".settled_at", 1))
    assert "settled_at" in type_errors(tmp_path)  # the judge is no rubber stamp


def type_errors(root: Path) -> str:
    """What mypy says of all handlers; empty where it says nothing."""
    packages = sorted((root / "generated/services").iterdir())
    path = os.pathsep.join(map(str, (root / "generated/kit", *packages)))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--explicit-package-bases", "--no-error-summary", *(
            str(each) for each in sorted((root / "services").glob("*/*.py"))
        )],
        cwd=root,
        env={**os.environ, "MYPYPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return done.stdout
