"""`plano generate --watch` follows saves, and outlives a blueprint with errors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plano.cli.main import run
from plano.cli.watching import warm
from tests.cli.test_commands import BLUEPRINT
from tests.local.running import eventually

ENTITY = "generated/services/samples/lab_samples/entities/sample.py"


def save(file: Path, text: str) -> None:
    """As editors do: another file, moved into place."""
    other = file.with_name(f".{file.name}.swp")
    other.write_text(text)
    os.replace(other, file)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A platform that is watched; the watcher's words are in `said`."""
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    (tmp_path / "services").mkdir()
    with (tmp_path / "said").open("w") as said:
        command = [sys.executable, "-m", "plano", "--root", str(tmp_path), "generate", "--watch"]
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        try:
            yield tmp_path
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.kill()
            process.wait()


def test_a_save_is_followed_and_a_mistake_leaves_the_tree_alone(root: Path) -> None:
    blueprint, said = root / "blueprint.yaml", root / "said"

    def times(words: str) -> int:
        return said.read_text().count(words)

    eventually("the first run", lambda: times("Watching") >= 1)
    assert (root / ENTITY).exists()
    save(blueprint, BLUEPRINT.replace("{label: string(10)}, unique", "{label: string(10), mass: int = 0}, unique"))
    eventually("the new field", lambda: "mass" in (root / ENTITY).read_text())
    before = (root / ENTITY).read_bytes()
    save(blueprint, BLUEPRINT.replace("kind: fastapi", "kind: fastapy"))
    eventually("the mistake", lambda: times("Nothing was written.") == 1)
    assert (root / ENTITY).read_bytes() == before
    save(blueprint, BLUEPRINT)
    eventually("the mended one", lambda: "mass" not in (root / ENTITY).read_text())
    handlers = root / "services/samples/handlers.py"
    runs = times("Watching")
    save(handlers, handlers.read_text() + "\n# mine\n")
    eventually("a run for the handler", lambda: times("Watching") > runs)


def test_a_forked_run_has_all_of_plano_imported(tmp_path: Path) -> None:
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    process = warm().Process(target=_tell_imports, args=(tmp_path,))
    process.start()
    process.join()
    assert (tmp_path / "generated").is_dir()
    assert (tmp_path / "imported").read_text().split() == []


def _tell_imports(root: Path) -> None:
    before = set(sys.modules)
    assert run(["--root", str(root), "generate"]) == 0
    (root / "imported").write_text("\n".join(name for name in sys.modules.keys() - before if "plano" in name))


def test_watching_never_forces() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "plano", "generate", "--watch", "--force"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "'--watch' never forces" in done.stderr
