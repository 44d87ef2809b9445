"""The platforms of these tests: each is the reference's opposite in one trait, and one is the reference renamed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import helm_python
import yaml

from plano.diagnostics.model import Diagnostic
from plano.pipeline import build, check_text
from plano.platform.model import Platform
from tests.delivery.chart.platforms import Helm, Tree, tree
from tests.traits.renaming import renamed

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
TRAITS = tuple(sorted(path.parent.name for path in CASES.glob("trait-*/blueprint.yaml")))
RENAMED = "renamed"
ALL = (*TRAITS, RENAMED)
LARGE = "trait-forty-services"
SMALL = tuple(name for name in TRAITS if name != LARGE)

_CHART = "generated/chart"
_VALUES = "generated/values/"


@dataclass(frozen=True, slots=True)
class Emitted:
    """A platform and all that is emitted for it: path → content."""

    platform: Platform
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    _helm: list[Helm] = field(default_factory=list, compare=False)

    def texts(self, ending: str, beginning: str = "generated/") -> dict[str, str]:
        """Path → text of the files whose path begins and ends so."""
        return {
            path: content.decode()
            for path, content in self.files.items()
            if path.startswith(beginning) and path.endswith(ending)
        }

    def write(self, root: Path) -> None:
        """Write every file below `root`."""
        for path, content in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)

    def helm(self, root: Path) -> Helm:
        """The chart of these files, loaded from the empty folder `root`, once; with every values file of theirs."""
        if not self._helm:
            chart = {path: content for path, content in self.files.items() if path.startswith(f"{_CHART}/")}
            replace(self, files=chart).write(root)
            values: dict[tuple[str, str], Tree] = {}
            for path, text in self.texts(".yaml", _VALUES).items():
                environment, name = path.removeprefix(_VALUES).split("/")
                values[environment, name.removesuffix(".yaml")] = tree(yaml.safe_load(text))
            self._helm.append(Helm(self.platform, root / _CHART, helm_python.Chart.load(root / _CHART), values))
        return self._helm[0]

    def spoiled(self, path: str, old: str, new: str) -> Emitted:
        """These files with one text changed in the first whose path ends so; AssertionError where it stands in none."""
        for each, content in self.files.items():
            if each.endswith(path) and old in content.decode("utf-8", "replace"):
                changed = content.decode().replace(old, new, 1).encode()
                return Emitted(self.platform, {**self.files, each: changed}, self.diagnostics)
        raise AssertionError(f"no file {path} has {old!r}")


def alike(text: str, *names: str) -> str:
    """A text without these names, so that what is the same but for a name is judged once."""
    for name in sorted(names, key=len, reverse=True):
        for form in (name, name.replace("-", "_")):
            text = re.sub(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])", "name", text)
    return text


def blueprint_of(name: str) -> str:
    """The text of a trait's blueprint, or of the renamed reference's."""
    if name == RENAMED:
        return renamed(ROOT)
    return (CASES / name / "blueprint.yaml").read_text("utf-8")


@cache
def emitted(name: str) -> Emitted:
    """A platform by its name, built once."""
    return built(blueprint_of(name))


def built(text: str) -> Emitted:
    """The platform of a blueprint that has no error, with all its files."""
    done = build(check_text(text))
    assert done.platform is not None, [each.message for each in done.diagnostics]
    assert done.tree is not None, [each.message for each in done.diagnostics]
    return Emitted(done.platform, {path: file.content for path, file in done.tree.files.items()}, done.diagnostics)
