"""Backstage's model of a catalogue, run by node, as a judge of entities."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.delivery.catalogue.platforms import ROOT, Entity

HERE = Path(__file__).parent
MODULES = ROOT / ".plano" / "npm" / "catalogue"
MANIFESTS = ("package.json", "package-lock.json")

Judge = Callable[[Mapping[str, Entity]], dict[str, str]]


@pytest.fixture(scope="session")
def backstage() -> Judge:
    """What Backstage says is wrong with each entity, by path; empty where nothing is."""
    npm = shutil.which("npm")
    assert npm, "npm is missing: .ci/run installs it"
    lock = (HERE / "package-lock.json").read_bytes()
    source = MODULES / "installed-from.json"
    if not source.is_file() or source.read_bytes() != lock:
        MODULES.mkdir(parents=True, exist_ok=True)
        for name in MANIFESTS:
            shutil.copyfile(HERE / name, MODULES / name)
        words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(words, cwd=MODULES, check=True, timeout=300)
        source.write_bytes(lock)

    def judge(entities: Mapping[str, Entity]) -> dict[str, str]:
        words = ["node", str(HERE / "judge.mjs")]
        asked = json.dumps(entities)
        done = subprocess.run(words, input=asked, capture_output=True, text=True, timeout=120, cwd=MODULES)
        assert done.returncode == 0, done.stderr
        return {path: str(said) for path, said in json.loads(done.stdout).items()}

    return judge
