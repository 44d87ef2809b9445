"""A document is an input like the blueprint itself: what it changes is made again, and nobody has to ask for it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plano.cli.main import run
from plano.emitters.keys import Keys
from plano.emitters.registry import ours
from plano.pipeline import check_root
from tests.cli.test_watch import save
from tests.externals.depot import MODULE, answering, commit, depot
from tests.local.running import eventually

TEXT = json.dumps(answering({"type": "string"}))
NUMBER = json.dumps(answering({"type": "integer"}))


def plano(root: Path, *words: str) -> int:
    return run(["--root", str(root), *words])


def started(root: Path) -> str:
    """What `plano generate` says, started as a process: only there it looks whether there is anything to do."""
    command = [sys.executable, "-m", "plano", "--root", str(root), "generate"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_changed_document_is_seen_by_the_next_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = depot(tmp_path, TEXT)
    assert "files added" in started(root)
    assert "-> str:" in (root / MODULE).read_text()
    assert started(root).startswith("Nothing to write:")
    save(root / "carrier.json", NUMBER)
    assert plano(root, "check") == 1
    assert "stale" in capsys.readouterr().out
    assert "clients/carrier.py" in started(root)
    assert "-> int:" in (root / MODULE).read_text()
    assert plano(root, "check") == 0


def test_a_document_of_the_same_size_and_time_is_seen_too(tmp_path: Path) -> None:
    root = depot(tmp_path, TEXT)
    path = root / "carrier.json"
    before = path.stat()
    started(root)
    path.write_text(TEXT.replace('"string"', '"number"'))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    started(root)
    assert "-> float:" in (root / MODULE).read_text()


def test_a_document_that_went_stops_the_next_run_and_leaves_the_tree_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = depot(tmp_path, TEXT)
    assert plano(root, "generate") == 0
    before = (root / MODULE).read_bytes()
    (root / "carrier.json").unlink()
    assert plano(root, "generate") == 1
    assert "there is no file 'carrier.json'" in capsys.readouterr().err
    assert (root / MODULE).read_bytes() == before


def test_only_what_shows_the_document_has_another_key(tmp_path: Path) -> None:
    def keys(document: str) -> set[tuple[str, str]]:
        platform = check_root(depot(tmp_path, document)).platform
        assert platform is not None
        known = Keys()
        return {(emitter.name, known.of(batch)) for emitter in ours() for batch in emitter.batches(platform)}

    before = keys(TEXT)
    assert keys(TEXT) == before
    assert "fastapi" in {name for name, _ in before - keys(NUMBER)}
    assert "kit" not in {name for name, _ in before - keys(NUMBER)}


def test_an_image_is_affected_by_what_its_client_is_made_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = depot(tmp_path, TEXT)
    assert plano(root, "generate") == 0
    commit(root)
    (root / "carrier.json").write_text(NUMBER)
    assert plano(root, "affected", "--since", "HEAD") == 1
    assert plano(root, "generate") == 0
    capsys.readouterr()
    assert plano(root, "affected", "--since", "HEAD") == 0
    assert capsys.readouterr().out.split() == ["tracking", MODULE]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Path]:
    """A depot that is watched, whose document lies in a folder of its own."""
    depot(tmp_path, TEXT, "apis/carrier.json")
    command = [sys.executable, "-m", "plano", "--root", str(tmp_path), "generate", "--watch"]
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        try:
            yield tmp_path
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.kill()
            process.wait()


def test_a_save_of_a_document_is_followed_wherever_it_lies(watched: Path) -> None:
    made = watched / MODULE
    eventually("the first run", lambda: made.exists() and "Watching" in (watched / "said").read_text())
    save(watched / "apis/carrier.json", NUMBER)
    eventually("the changed document", lambda: "-> int:" in made.read_text())
    blueprint = watched / "blueprint.yaml"
    save(blueprint, blueprint.read_text().replace("apis/carrier.json", "more/here/api.json"))
    eventually("the mistake", lambda: "there is no file" in (watched / "said").read_text())
    (watched / "more/here").mkdir(parents=True)
    eventually("a run for the folder", lambda: (watched / "said").read_text().count("there is no file") > 1)
    save(watched / "more/here/api.json", TEXT)
    eventually("the document elsewhere", lambda: "-> str:" in made.read_text())
