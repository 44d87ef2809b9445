"""What Argo CD is pointed at is what the other emitters write, and its projects allow just that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from plano.emitters.kafka import EMITTER as KAFKA
from plano.emitters.namespaces.emitter import EMITTER as NAMESPACES
from plano.emitters.render import render
from plano.platform.model import Platform
from tests.delivery.argocd.judges import ROOT, at, emitted, reference

CHART = ROOT / "templates" / "chart" / "templates"


def kinds(found: object) -> Iterator[str]:
    """The kinds of a document; of a List, those of its items."""
    kind = at(found, "kind")
    if kind == "List":
        items = at(found, "items")
        assert isinstance(items, list)
        for item in items:
            yield from kinds(item)
    else:
        yield str(kind)


def of_folder(platform: Platform, folder: str) -> set[str]:
    """The kinds that emitters of Kubernetes' resources write under a folder."""
    specs = [
        spec for emitter in (KAFKA, NAMESPACES) for spec in emitter.files(platform) if spec.path.startswith(folder)
    ]
    return {kind for spec in specs for each in yaml.safe_load_all(render(spec)) for kind in kinds(each)}


def of_chart() -> set[str]:
    """The kinds that the chart's templates name."""
    found = (re.findall(r"^kind: (\w+)$", path.read_text("utf-8"), re.M) for path in Path(CHART).glob("*.yaml"))
    return {kind for each in found for kind in each}


def disallowed(platform: Platform, environment: str, wanted: set[str]) -> set[str]:
    """Of `wanted`, the kinds that the environment's project refuses."""
    spec = at(emitted(platform)[f"generated/argocd/apps/{environment}/project.yaml"], "spec")
    allowed = at(spec, "namespaceResourceWhitelist")
    assert isinstance(allowed, list)
    return wanted - {each["kind"] for each in allowed}


def test_a_project_allows_every_kind_that_is_emitted_for_its_environment() -> None:
    platform = reference()
    for environment in platform.environments:
        wanted = of_folder(platform, f"generated/kubernetes/{environment.name}/") | of_chart()
        assert {"Kafka", "KafkaTopic", "Deployment", "ResourceQuota", "Namespace"} <= wanted
        assert disallowed(platform, environment.name, wanted) == {"Namespace"}  # of the cluster: allowed by its name


def test_a_kind_that_nothing_emits_is_refused() -> None:
    assert disallowed(reference(), "staging", {"Deployment", "DaemonSet"}) == {"DaemonSet"}


def test_every_folder_of_resources_has_an_application_and_every_application_a_folder() -> None:
    platform = reference()
    written = {spec.subject.folder for emitter in (KAFKA, NAMESPACES) for spec in emitter.files(platform)}
    read = {
        at(found, "spec", "source", "path")
        for path, found in emitted(platform).items()
        if found.get("kind") == "Application" and not path.endswith("/argocd.yaml")
    }
    assert read == written | {"generated/argocd/apps"}
