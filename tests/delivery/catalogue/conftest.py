"""Backstage's model of a catalogue, run by node, as a judge of entities."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.delivery.catalogue.platforms import Entity
from tests.npm import installed

HERE = Path(__file__).parent

Judge = Callable[[Mapping[str, Entity]], dict[str, str]]


def judge(entities: Mapping[str, Entity]) -> dict[str, str]:
    """What Backstage says is wrong with each entity, by path; empty where nothing is."""
    words = ["node", str(HERE / "judge.mjs")]
    modules = installed(HERE, "catalogue")
    done = subprocess.run(
        words, input=json.dumps(entities), capture_output=True, text=True, timeout=120, cwd=modules, check=False
    )
    assert done.returncode == 0, done.stderr
    return {path: str(said) for path, said in json.loads(done.stdout).items()}


@pytest.fixture(scope="session")
def backstage() -> Judge:
    """The judge, as a fixture."""
    return judge
