"""A blueprint's model side, written to a folder and imported from there."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from plano.emitters.fastapi.models import model_files
from plano.emitters.render import render
from plano.pipeline import check_text
from plano.platform.model import Platform

ROOT = Path(__file__).parents[2]
KIT = ROOT / "templates/kit"


def platform_of(blueprint: str) -> Platform:
    """The platform of a blueprint that has no errors."""
    checked = check_text(blueprint)
    assert checked.platform is not None, [each.message for each in checked.diagnostics]
    return checked.platform


def written(platform: Platform, root: Path) -> list[Path]:
    """Write the model side of every service under `root`; gives the folders to put on the path."""
    folders: list[Path] = []
    for service in platform.services:
        if service.kind == "fastapi":
            for spec in model_files(service, platform):
                path = root / spec.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(render(spec))
            folder = root / f"generated/services/{service.name}"
            (folder / service.generated / "__init__.py").touch()
            folders.append(folder)
    return folders


def imported(folders: list[Path]) -> dict[str, ModuleType]:
    """Every module in these folders by its name, each imported."""
    for folder in (KIT, *folders):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
    importlib.invalidate_caches()
    found: dict[str, ModuleType] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            name = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
            found[name] = importlib.import_module(name)
    return found
