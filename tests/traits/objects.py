"""Judges of what a cluster is given: the chart with every values file, and the objects that are applied as they are.

Each takes all that is emitted and an empty folder, and gives a sentence for each thing that is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import yaml

from tests.delivery.argocd import judges as argocd
from tests.delivery.chart.crosschecks import findings as broken_references
from tests.delivery.chart.judges import complaints
from tests.delivery.chart.platforms import Tree, at, pods, tree
from tests.delivery.chart.podsecurity import violations
from tests.delivery.chart.test_network import connections, declared
from tests.delivery.kafka import judges as strimzi
from tests.delivery.namespaces import judges as builtin
from tests.traits.platforms import Emitted, alike

_ARGOCD_VALUES = "generated/argocd/values.yaml"


def values_fit_their_schema(emitted: Emitted, _: Path) -> Iterator[str]:
    """By `jsonschema`: Helm judges with a library of its own."""
    for path, text in emitted.texts(".yaml", "generated/values/").items():
        judge = jsonschema.Draft7Validator(json.loads(emitted.files["generated/chart/values.schema.json"]))
        yield from (f"{path}: {error.message}" for error in judge.iter_errors(yaml.safe_load(text)))


def helm_takes_every_values_file(emitted: Emitted, folder: Path) -> Iterator[str]:
    if _has_chart(emitted):
        helm = emitted.helm(folder)
        for where, values in helm.values.items():
            yield from (f"{'/'.join(where)}: {said}" for said in helm.lint(values))


def kubernetes_takes_every_rendered_object(emitted: Emitted, folder: Path) -> Iterator[str]:
    """Of objects that differ in the names of a service and an environment alone, one is judged."""
    shapes: dict[str, Tree] = {}
    for name, objects in _rendered(emitted, folder):
        for each in objects:
            service = str(at(each, "metadata", "labels", "app.kubernetes.io/name"))
            shapes[alike(json.dumps(each, sort_keys=True), service, f"{emitted.platform.name}-{name}", name)] = each
    for each in shapes.values():
        yield from (f"{_name(each)}: {said}" for said in complaints(each))


def every_rendered_pod_is_restricted(emitted: Emitted, folder: Path) -> Iterator[str]:
    for _, objects in _rendered(emitted, folder):
        for owner, pod in pods(objects):
            yield from (f"{owner}: {said}" for said in violations(pod))


def rendered_objects_refer_rightly(emitted: Emitted, folder: Path) -> Iterator[str]:
    for _, objects in _rendered(emitted, folder):
        yield from broken_references(objects)


def pods_connect_exactly_where_the_blueprint_says(emitted: Emitted, folder: Path) -> Iterator[str]:
    """Every pair of pods, at every port that somebody has."""
    for name, objects in _rendered(emitted, folder):
        allowed = connections(objects, emitted.platform, emitted.platform.environment(name))
        wanted = declared(emitted.platform)
        yield from (f"{name}: {edge} is open" for edge in sorted(allowed - wanted))
        yield from (f"{name}: {edge} is closed" for edge in sorted(wanted - allowed))


def clusters_take_every_applied_object(emitted: Emitted, _: Path) -> Iterator[str]:
    """What is applied as it is: by Kubernetes' schemas, Strimzi's and Argo CD's own definitions."""
    for path, text in {**emitted.texts(".yaml", "generated/kubernetes/"), **_of_argocd(emitted)}.items():
        for found in yaml.safe_load_all(text):
            for each in found["items"] if found["kind"] == "List" else [found]:
                yield from (f"{path}: {said}" for said in _refused(tree(each)))


def argocds_chart_knows_its_values(emitted: Emitted, _: Path) -> Iterator[str]:
    if _ARGOCD_VALUES in emitted.files:
        try:
            argocd.judge_values(yaml.safe_load(emitted.files[_ARGOCD_VALUES]))
        except argocd.RefusedError as error:
            yield str(error)


def _has_chart(emitted: Emitted) -> bool:
    return any(path.startswith("generated/chart/") for path in emitted.files)


def _rendered(emitted: Emitted, folder: Path) -> Iterator[tuple[str, list[Tree]]]:
    """Each environment with all that its services are given."""
    if _has_chart(emitted):
        helm = emitted.helm(folder)
        for environment in emitted.platform.environments:
            yield environment.name, helm.environment(environment.name)


def _of_argocd(emitted: Emitted) -> dict[str, str]:
    return {path: text for path, text in emitted.texts(".yaml", "generated/argocd/").items() if path != _ARGOCD_VALUES}


def _refused(found: Tree) -> Iterator[str]:
    judges = {argocd.API: argocd.judge, strimzi.API: strimzi.judge}
    try:
        judges.get(str(found["apiVersion"]), builtin.judge)(found)
    except (argocd.RefusedError, strimzi.RefusedError, builtin.RefusedError) as error:
        yield f"{_name(found)}: {error}"


def _name(found: Tree) -> str:
    return f"{found['kind']} {at(found, 'metadata', 'name')}"
