"""Mermaid itself, run by node, as a judge of pictures."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import npm
from tests.graph.drawings import HERE


@dataclass(frozen=True, slots=True)
class Label:
    """A label as a viewer shows it, and how many HTML elements it smuggled in."""

    text: str
    elements: int


@dataclass(frozen=True, slots=True)
class Understood:
    """A picture as Mermaid read it: its labels by identifier, and its edges; `error` where it refused."""

    error: str
    nodes: Mapping[str, Label]
    groups: Mapping[str, Label]
    edges: tuple[tuple[str, str, Label], ...]


Judge = Callable[[Mapping[str, str]], dict[str, Understood]]
Artist = Callable[[Mapping[str, str]], dict[str, list[str]]]


@pytest.fixture(scope="session")
def installed() -> Path:
    """The folder with Mermaid, installed under .plano from the lock beside this file."""
    return npm.installed(HERE, "pictures")


@pytest.fixture(scope="session")
def mermaid(installed: Path) -> Judge:
    """What Mermaid's own parser makes of pictures, by name."""

    def judge(pictures: Mapping[str, str]) -> dict[str, Understood]:
        return {name: _understood(answer) for name, answer in json.loads(_asked("judge", pictures, installed)).items()}

    return judge


@pytest.fixture(scope="session")
def artist(installed: Path) -> Artist:
    """The labels on what Mermaid draws of pictures, by name."""

    def draw(pictures: Mapping[str, str]) -> dict[str, list[str]]:
        return {name: list(map(str, found)) for name, found in json.loads(_asked("draw", pictures, installed)).items()}

    return draw


def _asked(program: str, pictures: Mapping[str, str], folder: Path) -> str:
    words = ["node", str(HERE / f"{program}.mjs")]
    asked = subprocess.run(words, input=json.dumps(pictures), capture_output=True, text=True, timeout=120, cwd=folder)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


def _understood(answer: dict[str, object]) -> Understood:
    nodes, groups, edges = answer.get("nodes", {}), answer.get("groups", {}), answer.get("edges", [])
    assert isinstance(nodes, dict)
    assert isinstance(groups, dict)
    assert isinstance(edges, list)
    return Understood(
        error=str(answer.get("error", "")),
        nodes={name: Label(**found) for name, found in nodes.items()},
        groups={name: Label(**found) for name, found in groups.items()},
        edges=tuple((start, end, Label(**found)) for start, end, found in edges),
    )
