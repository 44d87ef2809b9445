"""The platforms of these tests, and the objects that their files hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from plano.emitters.base import Emitter
from plano.emitters.kafka import EMITTER
from plano.emitters.render import render
from plano.pipeline import check_text
from plano.platform.model import Platform
from tests.e2e.rename import rename_repository

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
DEPOTS = (HERE / "depots.yaml").read_text("utf-8")

Tree = dict[str, object]


def platform_of(text: str) -> Platform:
    """The platform of a blueprint that has no error."""
    checked = check_text(text)
    assert checked.platform is not None, [each.message for each in checked.diagnostics]
    return checked.platform


def reference() -> Platform:
    return platform_of((ROOT / "blueprint.yaml").read_text("utf-8"))


def renamed() -> Platform:
    """The reference with every name changed."""
    with TemporaryDirectory() as folder:
        rename_repository(ROOT, Path(folder))
        return platform_of((Path(folder) / "blueprint.yaml").read_text("utf-8"))


def files(platform: Platform, emitter: Emitter = EMITTER) -> dict[str, list[Tree]]:
    """Path → the objects in that file, those of a list one by one."""
    found: dict[str, list[Tree]] = {}
    for spec in emitter.files(platform):
        assert spec.path.startswith(f"{spec.subject.folder}/")
        document = yaml.safe_load(render(spec))
        items = rows(document, "items") if document["kind"] == "List" else [document]
        assert spec.path not in found
        found[spec.path] = items
    return found


def objects(platform: Platform, environment: str, emitter: Emitter = EMITTER) -> dict[tuple[str, str], Tree]:
    """Kind and name → each object of an environment."""
    prefix = f"generated/kubernetes/{environment}/"
    found = [each for path, items in files(platform, emitter).items() if path.startswith(prefix) for each in items]
    named = {(str(each["kind"]), str(at(each, "metadata", "name"))): each for each in found}
    assert len(named) == len(found), "two objects have one name"
    return named


def at(value: object, *path: str | int) -> object:
    """What stands there in a tree."""
    for step in path:
        if isinstance(step, int):
            assert isinstance(value, Sequence)
            value = value[step]
        else:
            assert isinstance(value, Mapping), (step, value)
            value = value[step]
    return value


def table(value: object) -> Tree:
    """A map."""
    assert isinstance(value, dict)
    return value


def rows(value: object, *path: str | int) -> list[Tree]:
    """A list of maps that stands there."""
    found = at(value, *path)
    assert isinstance(found, list)
    return found


def without(text: str, lines: Iterable[str]) -> str:
    """A blueprint without the lines that begin so; AssertionError where one is not there."""
    for start in lines:
        kept = [line for line in text.splitlines() if not line.strip().startswith(start)]
        assert len(kept) < len(text.splitlines()), start
        text = "\n".join(kept)
    return text


def changed(text: str, old: str, new: str) -> str:
    """A blueprint with one thing written otherwise; AssertionError where it is not there once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def copy_of(tree: Tree) -> Tree:
    """A tree of its own, to be spoiled."""
    found: Tree = json.loads(json.dumps(tree))
    return found
