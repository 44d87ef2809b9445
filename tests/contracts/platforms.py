"""The blueprints that these tests read, and the contracts that come of them."""

from __future__ import annotations

import json
from pathlib import Path

from plano.emitters.contracts import EMITTER
from plano.emitters.render import render
from plano.language.load import load
from plano.platform.model import Platform
from plano.platform.resolve import resolve

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BLUEPRINTS = {"library": HERE / "library.yaml", "reference": ROOT / "blueprint.yaml"}


def platform_of(text: str) -> Platform:
    """The resolved platform of a blueprint that has no error."""
    loaded = load(text, "blueprint.yaml")
    assert loaded.blueprint is not None, [found.message for found in loaded.diagnostics]
    return resolve(loaded.blueprint)


def contracts_of(platform: Platform) -> dict[str, dict[str, object]]:
    """Every contract of a platform, read back from the bytes of its file, by path under the contracts' folder."""
    return {
        spec.path.removeprefix("generated/contracts/"): json.loads(render(spec)) for spec in EMITTER.files(platform)
    }
