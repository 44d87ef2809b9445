"""The platforms of these tests, their files, and their entities."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from plano.emitters.catalogue import EMITTER, FOLDER
from plano.emitters.contracts.emitter import ContractsEmitter
from plano.emitters.render import render
from plano.pipeline import check_text
from plano.platform.model import Platform
from tests.e2e.rename import rename_repository
from tests.hostile.building import HOSTILE, blueprint

ROOT = Path(__file__).parents[3]
DEPOTS = (ROOT / "tests" / "delivery" / "kafka" / "depots.yaml").read_text("utf-8")

Entity = dict[str, object]


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


def hostile() -> Platform:
    """A platform whose free texts hold whatever ends a string somewhere."""
    return platform_of(blueprint(HOSTILE))


PLATFORMS = {"reference": reference, "renamed": renamed, "depots": lambda: platform_of(DEPOTS), "hostile": hostile}


def files(platform: Platform) -> dict[str, str]:
    """Path → text of each file of the catalogue and of the contracts that it points at."""
    specs = [*EMITTER.files(platform), *ContractsEmitter().files(platform)]
    for spec in specs:
        assert spec.path.startswith(f"{spec.subject.folder}/")
    found = {spec.path: render(spec).decode() for spec in specs}
    assert len(found) == len(specs)
    return found


def page(platform: Platform) -> str:
    """The page for newcomers."""
    return files(platform)[f"{FOLDER}/README.md"]


def entities(platform: Platform) -> dict[str, Entity]:
    """Path → each entity, as Backstage has it once it has read the definitions that it points at."""
    return entities_of(files(platform))


def entities_of(written: Mapping[str, str]) -> dict[str, Entity]:
    """The same, of files that were read already: path → text of the catalogue and the contracts."""
    found = {path: yaml.safe_load(text) for path, text in written.items() if path.endswith(".yaml")}
    return {path: _read(entity, path, written) for path, entity in found.items()}


def _read(entity: Entity, path: str, written: Mapping[str, str]) -> Entity:
    definition = at(entity, "spec", "definition", "$text")
    if not isinstance(definition, str):
        return entity
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), definition))
    json.loads(written[target])
    return {**entity, "spec": {**table(entity["spec"]), "definition": written[target]}}


def at(value: object, *steps: str) -> object:
    """What stands there, or None."""
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def table(value: object) -> Entity:
    """A map."""
    assert isinstance(value, dict)
    return value
