"""The judges of Argo CD's kinds: its own definitions, and the keys of its chart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from plano.emitters.argocd import EMITTER
from plano.emitters.render import render
from plano.pipeline import check_text
from plano.platform.model import Platform

SCHEMAS = Path(__file__).parent / "schemas"
ROOT = Path(__file__).parents[3]
API = "argoproj.io/v1alpha1"
OPEN = (("configs", "cm"), ("configs", "params"))
"""Maps of the chart that take any key: its values say so, and pass them to the ConfigMaps as they are."""

DEPOTS = """blueprint: 1
platform: {name: depots, domain: depots.example, registry: registry.depots.example/depots, repository: "https://git.depots.example/depots.git"}
environments: {trial: {}, rehearsal: {}, live: {}}
hosts: {node-1: {address: 10.0.0.5, roles: [control-plane, worker]}}
systems: {kubernetes: {}, argocd: {}}
services:
  parcels:
    kind: fastapi
    access: public
    operations: {track: {method: GET, path: /track}}
  labels: {kind: container, image: "registry.depots.example/labels", port: 8080, health: /health}
  carrier: {kind: external, url: "https://carrier.example"}
"""


class RefusedError(Exception):
    """What Argo CD or its chart does not admit."""


def platform_of(text: str) -> Platform:
    """The platform of a blueprint without errors."""
    checked = check_text(text)
    assert checked.platform is not None, checked.diagnostics
    return checked.platform


def reference() -> Platform:
    """The reference platform."""
    return platform_of((ROOT / "blueprint.yaml").read_text(encoding="utf-8"))


def emitted(platform: Platform) -> dict[str, dict[str, object]]:
    """Every file of the emitter by its path, read back from its bytes."""
    return {spec.path: yaml.safe_load(render(spec)) for spec in EMITTER.files(platform)}


def resources(platform: Platform) -> dict[str, dict[str, object]]:
    """What of it is a resource of the cluster: all but the chart's values."""
    return {path: found for path, found in emitted(platform).items() if path != "generated/argocd/values.yaml"}


def judge(found: Mapping[str, object]) -> None:
    """Pass a resource of Argo CD, or raise RefusedError with what is wrong: unknown fields are."""
    if found.get("apiVersion") != API or not (SCHEMAS / f"{found.get('kind')}.json").is_file():
        raise RefusedError(f"{found.get('apiVersion')} {found.get('kind')} is none of Argo CD's kinds")
    errors = [f"{error.json_path}: {error.message}" for error in _schema(str(found["kind"])).iter_errors(found)]
    if errors:
        raise RefusedError("\n".join(errors))


def judge_values(values: Mapping[str, object]) -> None:
    """Pass values of the chart, or raise RefusedError with the keys that it does not know."""
    unknown = list(_unknown(values, json.loads((SCHEMAS / "chart-keys.json").read_text("utf-8")), ()))
    if unknown:
        raise RefusedError(", ".join(unknown))


def at(value: object, *path: str | int) -> object:
    """What stands at a path of maps and lists."""
    for step in path:
        if isinstance(step, int):
            assert isinstance(value, list)
            value = value[step]
        else:
            assert isinstance(value, dict)
            value = value[step]
    return value


@cache
def _schema(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8")))


def _unknown(values: Mapping[str, object], known: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    for key, value in values.items():
        if key not in known:
            if path not in OPEN:
                yield ".".join((*path, key))
            continue
        inner = known[key]
        if isinstance(value, dict) and isinstance(inner, dict) and inner:
            yield from _unknown(value, inner, (*path, key))
