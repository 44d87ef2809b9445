"""The platforms of these tests, their files, and the objects that Helm makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import helm_python
import yaml

from plano.emitters.chart import EMITTER
from plano.emitters.render import render
from plano.pipeline import check_text
from plano.platform.model import Platform
from tests.e2e.rename import rename_repository

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
DEPOTS = (HERE / "depots.yaml").read_text("utf-8")
DIGEST = "sha256:" + "5" * 64  # what a release says

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


def files(platform: Platform) -> dict[str, bytes]:
    """Path → content of every file that the emitter makes."""
    found: dict[str, bytes] = {}
    for spec in EMITTER.files(platform):
        assert spec.path.startswith(f"{spec.subject.folder}/")
        assert spec.path not in found
        found[spec.path] = render(spec)
    return found


def values_of(platform: Platform, environment: str, service: str) -> Tree:
    """The values file of a service in an environment, read back."""
    return tree(yaml.safe_load(files(platform)[f"generated/values/{environment}/{service}.yaml"]))


@dataclass(frozen=True, slots=True)
class Helm:
    """The chart as it lies in `folder`, and the platform whose values it is given."""

    platform: Platform
    folder: Path
    chart: helm_python.Chart
    values: Mapping[tuple[str, str], Tree]
    _made: dict[str, list[Tree]] = field(default_factory=dict)

    @classmethod
    def of(cls, platform: Platform, root: Path) -> Helm:
        """The files of `platform` written below `root`, and the chart loaded from there."""
        values: dict[tuple[str, str], Tree] = {}
        for path, content in files(platform).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
            if path.startswith("generated/values/"):
                environment, name = path.split("/")[2:]
                values[environment, name.removesuffix(".yaml")] = tree(yaml.safe_load(content))
        folder = root / "generated/chart"
        return cls(platform, folder, helm_python.Chart.load(folder), values)

    def objects(self, environment: str, service: str, **more: object) -> list[Tree]:
        """What is applied for a service: its values, a release's digest, and `more` values before both."""
        values = {**self.values[environment, service], **more}
        values["image"] = {**tree(values["image"]), "digest": DIGEST}
        return self.rendered(values, service, self.platform.environment(environment).namespace)

    def rendered(self, values: Tree, name: str, namespace: str) -> list[Tree]:
        """What Helm makes of these values alone."""
        texts = self.chart.render(values, name=name, namespace=namespace)
        return [tree(each) for text in texts.values() for each in yaml.safe_load_all(text) if each]

    def environment(self, environment: str) -> list[Tree]:
        """All objects of all services of an environment, made once: who changes them copies them first."""
        if environment not in self._made:
            services = sorted(service for at, service in self.values if at == environment)
            self._made[environment] = [each for service in services for each in self.objects(environment, service)]
        return self._made[environment]

    def lint(self, values: Tree) -> list[str]:
        """What `helm lint --strict` has against the chart with these values."""
        report = helm_python.lint(self.folder, values, strict=True)
        return [str(each) for each in report["errors"]]


def named(objects: Iterable[Tree], kind: str, name: str) -> Tree:
    """The one object of that kind and name."""
    found = [each for each in objects if each["kind"] == kind and at(each, "metadata", "name") == name]
    assert len(found) == 1, f"{len(found)} of {kind} {name}"
    return found[0]


def of_kind(objects: Iterable[Tree], *kinds: str) -> list[Tree]:
    return [each for each in objects if each["kind"] in kinds]


def at(value: object, *path: str | int) -> object:
    """What stands there in a tree, None where nothing does."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def tree(value: object) -> Tree:
    """`value`, which is a map."""
    assert isinstance(value, dict), value
    return value


def rows(value: object) -> list[Tree]:
    """`value`, which is a list of maps, or None for none."""
    return [tree(each) for each in value] if isinstance(value, list) else []


def labels(value: object) -> dict[str, str]:
    """`value`, which is a map of texts, or None for none."""
    return {str(key): str(each) for key, each in value.items()} if isinstance(value, dict) else {}


def pods(objects: Iterable[Tree]) -> Iterator[tuple[str, Tree]]:
    """(kind and name of the owner, template) of each pod that the objects start."""
    places: dict[object, tuple[str, ...]] = {
        "Deployment": ("spec", "template"),
        "Job": ("spec", "template"),
        "CronJob": ("spec", "jobTemplate", "spec", "template"),
    }
    for each in objects:
        if each["kind"] in places:
            yield f"{each['kind']} {at(each, 'metadata', 'name')}", tree(at(each, *places[each["kind"]]))
