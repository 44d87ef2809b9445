"""What docs/tracing.md says of a cluster: the setting reaches every process, and the policy lets it out."""

from __future__ import annotations

import re

import pytest
import yaml

from plano_kit.observability.exporting import adopt_config, destination
from tests.delivery.chart.platforms import ROOT, Helm, Tree, at, named, platform_of, rows, tree
from tests.delivery.chart.reachability import Network, Pod, pods_of

BLOCKS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/tracing.md").read_text("utf-8"), re.DOTALL)
SETTING, POLICY = (tree(yaml.safe_load(block)) for block in BLOCKS)
NAMESPACE = "tienda-production"
COLLECTOR = ("10.17.4.50", 4318)
PROCESSES = ("api", "consumer", "relay")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    """The reference with the setting of the page."""
    blueprint = tree(yaml.safe_load((ROOT / "blueprint.yaml").read_text("utf-8")))
    added = tree(at(SETTING, "services", "orders"))
    tree(at(blueprint, "services", "orders")).update(added)
    return Helm.of(platform_of(yaml.safe_dump(blueprint, sort_keys=False)), tmp_path_factory.mktemp("collector"))


def variables(objects: list[Tree], process: str) -> dict[str, str]:
    found = named(objects, "Deployment", f"orders-{process}")
    env = rows(at(found, "spec", "template", "spec", "containers", 0, "env"))
    return {str(each["name"]): str(each.get("value", "from a secret")) for each in env}


@pytest.mark.parametrize("process", PROCESSES)
def test_the_setting_of_the_page_reaches_every_process_as_the_variable(process: str, told: Helm) -> None:
    environment = variables(told.objects("production", "orders"), process)
    adopt_config(environment)
    assert destination(environment) == "OTEL_EXPORTER_OTLP_ENDPOINT"
    assert environment["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://10.17.4.50:4318"
    assert environment["OTEL_EXPORTER_OTLP_HEADERS"] == "from a secret"


def leaving(objects: list[Tree]) -> list[str]:
    """The processes that reach the collector."""
    network = Network(objects, NAMESPACE)
    pods: list[Pod] = pods_of(objects, NAMESPACE)
    return sorted(pod.name for pod in pods if network.leaves(pod, *COLLECTOR))


def test_without_the_policy_of_the_page_no_process_reaches_the_collector(told: Helm) -> None:
    assert leaving(told.objects("production", "orders")) == []


def test_the_policy_of_the_page_lets_every_process_out_to_the_collector(told: Helm) -> None:
    objects = told.objects("production", "orders")
    assert leaving([*objects, POLICY]) == sorted(pod.name for pod in pods_of(objects, NAMESPACE))
    network = Network([*objects, POLICY], NAMESPACE)
    assert [pod.name for pod in pods_of(objects, NAMESPACE) if network.leaves(pod, COLLECTOR[0], 4317)] == []
