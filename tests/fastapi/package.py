"""What a blueprint gives, written to a folder: the whole tree, or only its models, to be imported from there."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from plano.emitters.fastapi.models import model_files
from plano.emitters.fastapi.package import symbols
from plano.emitters.render import render
from plano.pipeline import check_text, files_of
from plano.platform.model import Platform

ROOT = Path(__file__).parents[2]
KIT = ROOT / "templates/kit"


def platform_of(blueprint: str) -> Platform:
    """The platform of a blueprint that has no errors."""
    checked = check_text(blueprint)
    assert checked.platform is not None, [each.message for each in checked.diagnostics]
    return checked.platform


def planted(platform: Platform, root: Path) -> list[Path]:
    """Write all files of every service under `root`, the first version of handlers too; gives the folders of services.

    The kit is left out: it is the same bytes as `KIT`.
    """
    tree, clashes = files_of(platform)
    assert not clashes
    for file in tree.files.values():
        if file.folder != "generated/kit":
            path = root / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
    return [root / f"generated/services/{service.name}" for service in platform.services if service.kind == "fastapi"]


def written(platform: Platform, root: Path) -> list[Path]:
    """Write the model side of every service under `root`; gives the folders to put on the path."""
    folders: list[Path] = []
    for service in platform.services:
        if service.kind == "fastapi":
            for spec in model_files(service, symbols(service)):
                path = root / spec.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(render(spec))
            folder = root / f"generated/services/{service.name}"
            (folder / service.generated).mkdir(parents=True, exist_ok=True)
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
