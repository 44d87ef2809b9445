"""What a person sees of `plano generate`, `check`, `stub`, `lock` and `schema`, and the exit codes that CI sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plano.cli import main as cli

BLUEPRINT = """blueprint: 1
platform: {name: lab, domain: lab.example, registry: registry.lab.example/lab, repository: "https://git.lab.example/l.git"}
environments: {production: {}}
hosts: {db-1: {address: 10.0.0.5, roles: [postgresql]}}
databases: {main: {host: db-1}}
services:
  samples:
    kind: fastapi
    database: main
    access: public
    entities: {Sample: {fields: {label: string(10)}, unique: [[label]]}}
    expose: {Sample: [list, get]}
    operations:
      take_sample: {path: /samples/take, request: {label: string(10)}, response: Sample}
routes: {/api/samples: {service: samples}}
"""
MISTAKE = BLUEPRINT.replace("database: main", "database: mian")
HANDLERS = "services/samples/handlers.py"


class Repository:
    """A platform's repository in a temporary folder, and what running Plano in it gives."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capture = capture
        self.write("blueprint.yaml", BLUEPRINT)

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text)

    def read(self, path: str) -> str:
        return (self.root / path).read_text()

    def plano(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        self.capture.readouterr()
        code = cli.run(["--root", str(self.root), *words])
        out, err = self.capture.readouterr()
        return code, out, err


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path, capsys)


@pytest.fixture
def generated(lab: Repository) -> Repository:
    code, _, err = lab.plano("generate")
    assert code == 0, err
    return lab


def test_generate_says_what_it_wrote_and_a_second_time_that_there_is_nothing_to_write(lab: Repository) -> None:
    code, out, _ = lab.plano("generate")
    assert code == 0
    assert "samples " in out
    assert "yours " in out
    assert "files written, 0 removed, in" in out
    code, out, _ = lab.plano("generate")
    assert (code, out.splitlines()[-1].startswith("Nothing to write: ")) == (0, True)


def test_check_agrees_after_generate_and_writes_nothing(generated: Repository) -> None:
    before = {path: path.stat().st_mtime_ns for path in generated.root.rglob("*")}
    code, out, _ = generated.plano("check")
    assert code == 0, out
    assert {path: path.stat().st_mtime_ns for path in generated.root.rglob("*")} == before


def test_what_is_not_generated_yet_fails_the_check_with_its_next_step(lab: Repository) -> None:
    code, out, _ = lab.plano("check")
    assert code == 1
    assert "error[missing]" in out
    assert "plano generate" in out


def test_a_mistake_is_shown_with_its_place_and_nothing_is_written(lab: Repository) -> None:
    lab.write("blueprint.yaml", MISTAKE)
    code, out, err = lab.plano("generate")
    assert (code, out) == (1, "")
    assert "blueprint.yaml:9:15" in err
    assert "did you mean 'main'?" in err
    assert err.endswith("1 error in blueprint.yaml. Nothing was written.\n")
    assert not (lab.root / "generated").exists()


def test_check_speaks_to_programs_too(lab: Repository) -> None:
    lab.write("blueprint.yaml", MISTAKE)
    code, out, err = lab.plano("check", "--format", "json")
    assert (code, err) == (1, "")
    (finding,) = json.loads(out)
    assert (finding["code"], finding["line"]) == ("unknown-database", 9)


def test_a_stale_file_fails_the_check_until_it_is_generated(generated: Repository) -> None:
    generated.write("blueprint.yaml", BLUEPRINT.replace("string(10)}, unique", "string(20)}, unique"))
    code, out, _ = generated.plano("check")
    assert code == 1
    assert "error[stale]" in out
    assert generated.plano("generate")[0] == 0
    assert generated.plano("check")[0] == 0


def test_a_hand_edit_is_refused_with_its_diff_until_it_is_forced(generated: Repository) -> None:
    path = next(generated.root.glob("generated/services/samples/**/tables.py"))
    path.write_text(path.read_text() + "MINE = 1\n")
    generated.write("blueprint.yaml", BLUEPRINT.replace("string(10)}, unique", "string(20)}, unique"))
    code, out, err = generated.plano("generate")
    assert (code, out) == (1, "")
    assert "error[hand-edited]" in err
    assert "+MINE = 1" in err
    assert "Nothing was written." in err
    assert path.read_text().endswith("MINE = 1\n")
    assert generated.plano("generate", "--force")[0] == 0
    assert "MINE" not in path.read_text()


def test_a_hand_edit_is_seen_though_nothing_else_changed(generated: Repository) -> None:
    path = next(generated.root.glob("generated/services/samples/**/tables.py"))
    path.write_text(path.read_text() + "MINE = 1\n")
    assert generated.plano("generate")[0] == 1


def test_a_deleted_folder_comes_back_byte_for_byte(generated: Repository) -> None:
    def files() -> dict[str, bytes]:
        found = (generated.root / "generated").rglob("*")
        return {str(path): path.read_bytes() for path in found if path.is_file()}

    before = files()
    for path in sorted((generated.root / "generated/services").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert generated.plano("generate")[0] == 0
    assert files() == before


def test_a_service_that_went_is_removed_but_its_handlers_are_yours(generated: Repository) -> None:
    generated.write("blueprint.yaml", BLUEPRINT[: BLUEPRINT.index("services:")])
    code, out, _ = generated.plano("generate")
    assert code == 0
    assert "removed" in out
    assert not (generated.root / "generated/services/samples").exists()
    assert (generated.root / HANDLERS).exists()


def test_a_missing_handler_fails_the_check_and_stub_appends_it(generated: Repository) -> None:
    generated.write(HANDLERS, '"""Mine."""\n\nKEPT = 1\n')
    code, out, _ = generated.plano("check")
    assert code == 1
    assert "take_sample" in out
    assert "plano stub samples" in generated.plano("generate")[1]
    code, out, _ = generated.plano("stub", "samples")
    assert (code, "take_sample" in out) == (0, True)
    assert "KEPT = 1" in generated.read(HANDLERS)
    assert "async def take_sample(request: TakeSampleRequest, ctx: Context) -> Sample:" in generated.read(HANDLERS)
    assert generated.plano("check")[0] == 0
    assert "Nothing is missing" in generated.plano("stub")[1]


def test_an_unknown_service_is_a_wrong_use_with_the_near_name(generated: Repository) -> None:
    code, _, err = generated.plano("stub", "sample")
    assert code == 2
    assert "did you mean 'samples'?" in err


def test_an_unknown_command_is_a_wrong_use_with_the_near_name(lab: Repository) -> None:
    code, _, err = lab.plano("genrate")
    assert code == 2
    assert "did you mean 'generate'?" in err


def test_a_folder_without_a_blueprint_says_so(lab: Repository) -> None:
    (lab.root / "blueprint.yaml").unlink()
    code, _, err = lab.plano("generate")
    assert code == 1
    assert "no blueprint.yaml here" in err


def test_schema_is_what_is_published(lab: Repository) -> None:
    code, out, _ = lab.plano("schema")
    assert code == 0
    published = Path(__file__).parents[2] / "schemas/blueprint.schema.json"
    assert out == published.read_text()


def test_lock_writes_hashes_and_names_no_index(generated: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = generated.root / "wheels"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / "thing-1.5-py3-none-any.whl", "w") as wheel:
        wheel.writestr("thing-1.5.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.5\n")
        wheel.writestr("thing-1.5.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("thing-1.5.dist-info/RECORD", "")
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(wheels))
    project = '[project]\nname = "samples"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = ["thing>=1"]\n'
    generated.write("services/samples/pyproject.toml", project)
    code, out, err = generated.plano("lock", "samples")
    assert code == 0, err
    assert "1 package " in out
    lock = generated.read("services/samples/requirements.lock")
    assert lock.startswith("thing==1.5 \\\n    --hash=sha256:")
    assert "wheels" not in lock
    generated.write("services/samples/pyproject.toml", project.replace("thing>=1", "thing>=2"))
    code, _, err = generated.plano("lock", "samples")
    assert code == 1
    assert "services/samples: uv found no versions that fit" in err
    assert generated.read("services/samples/requirements.lock") == lock


def test_a_bug_of_ours_leaves_a_report_without_values(lab: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    import plano.pipeline

    def broken(root: Path) -> None:
        raise RuntimeError("the secret is 12345")

    monkeypatch.setattr(plano.pipeline, "build_root", broken)
    monkeypatch.chdir(lab.root)
    code, _, err = lab.plano("check")
    assert code == 3
    report = lab.read(".plano/report.txt")
    assert "RuntimeError" in report
    assert "12345" not in report
    assert "report.txt" in err


def test_plano_works_from_a_folder_below_the_blueprint(generated: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(generated.root / "services/samples")
    assert cli.run(["check"]) == 0


def test_two_writers_do_not_meet(generated: Repository) -> None:
    hold = f"import time\nfrom pathlib import Path\nfrom plano.output.lock import writing\n" \
           f"with writing(Path({str(generated.root)!r})):\n    print('held', flush=True); time.sleep(60)"  # fmt: skip
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        code, _, err = generated.plano("generate", "--force")
        assert code == 1
        assert f"process {holder.pid}" in err
    finally:
        holder.kill()
        holder.communicate()
    assert generated.plano("generate", "--force")[0] == 0


def test_help_needs_nothing_heavy() -> None:
    code = (
        "import sys; from plano.__main__ import main; sys.argv = ['plano', '--help']; main(); print(list(sys.modules))"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "Exit codes:" in done.stdout
    for heavy in ("click", "pydantic", "jinja2", "ruamel", "argparse"):
        assert f"'{heavy}'" not in done.stdout


@pytest.mark.parametrize("named", ["", "--root", "--blueprint"])
def test_a_run_with_nothing_to_do_needs_nothing_heavy(generated: Repository, named: str) -> None:
    generated.plano("generate")  # the first run may end within the tick of the clock in which it wrote
    where = {"": [], "--root": ["--root", "."], "--blueprint": ["--blueprint", "blueprint.yaml"]}[named]
    code = "import sys; from plano.__main__ import main; main(); print(list(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code, *where, "generate"], capture_output=True, text=True, check=True, cwd=generated.root
    )
    assert "Nothing to write" in done.stdout
    for heavy in ("click", "pydantic", "jinja2", "ruamel", "argparse"):
        assert f"'{heavy}'" not in done.stdout
