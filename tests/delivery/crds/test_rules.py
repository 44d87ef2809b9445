"""Every custom resource that Plano writes passes the rules in CEL of its definition, each of which is run."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from celpy.celparser import CELParseError

from plano.pipeline import build, check_text
from tests.delivery.chart.platforms import DEPOTS as CHARTED
from tests.delivery.chart.platforms import ROOT, Helm, Tree, at, rows, tree
from tests.delivery.crds import rules
from tests.delivery.kafka.platforms import DEPOTS as EXISTING

PLATFORMS = {
    "reference": (ROOT / "blueprint.yaml").read_text("utf-8"),
    "its own gateway": CHARTED,
    "a Kafka that was there": EXISTING,
}
APPLIED = ("generated/kubernetes/", "generated/argocd/apps/", "generated/argocd/root.yaml")
BUILT_IN = {
    "", "apps", "autoscaling", "batch", "networking.k8s.io", "policy", "rbac.authorization.k8s.io",
    "scheduling.k8s.io", "storage.k8s.io",
}  # fmt: skip
UNREAD: dict[str, str] = {}
"""Rules that the engine here cannot read, by place: none. Who adds one says here that nobody judges it."""
WITH_RULES = {"HTTPRoute": 89, "Kafka": 5, "KafkaUser": 3}
"""Of the kinds that are written, those whose definition holds rules, and how many."""


@cache
def resources(name: str) -> tuple[Tree, ...]:
    """Every custom resource of a platform: what is applied as it is written, and what Helm makes of all values."""
    built = build(check_text(PLATFORMS[name]))
    assert built.tree is not None, built.diagnostics
    assert built.platform is not None
    found: list[Tree] = []
    for path, file in sorted(built.tree.files.items()):
        if path.startswith(APPLIED):
            for document in yaml.safe_load_all(file.content):
                found += rows(document["items"]) if document["kind"] == "List" else [tree(document)]
    with TemporaryDirectory() as folder:
        helm = Helm.of(built.platform, Path(folder))
        for environment in built.platform.environments:
            found += helm.environment(environment.name)
    return tuple(each for each in found if str(each["apiVersion"]).rpartition("/")[0] not in BUILT_IN)


def one(kind: str) -> Tree:
    """A copy of some resource of that kind, the one with the most in it."""
    found = [each for name in PLATFORMS for each in resources(name) if each["kind"] == kind]
    return copy.deepcopy(max(found, key=lambda each: len(str(each))))


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_rule_refuses_what_is_written(name: str) -> None:
    assert resources(name)
    assert [text for each in resources(name) for text in rules.refusals(each)] == []


def test_each_kind_with_rules_is_known_and_rules_are_run_on_those_that_use_what_they_are_about() -> None:
    """No Kafka here names a rack or Cruise Control, which its five rules are about."""
    written = [each for name in PLATFORMS for each in resources(name)]
    kinds = {str(each["kind"]) for each in written}
    assert {kind: len(rules.rules_of(kind)) for kind in sorted(kinds) if rules.rules_of(kind)} == WITH_RULES
    for kind in ("HTTPRoute", "KafkaUser"):
        assert [verdict for each in written if each["kind"] == kind for verdict in rules.verdicts(each)]


def test_every_rule_is_one_that_the_engine_reads() -> None:
    unread: dict[str, str] = {}
    for kind in WITH_RULES:
        for rule in rules.rules_of(kind):
            try:
                rules.compiled(rule.text)
            except CELParseError:
                unread[rule.place] = rule.text
    assert unread == UNREAD


def test_a_rule_in_words_that_the_engine_does_not_have_would_be_seen() -> None:
    with pytest.raises(CELParseError):
        rules.compiled("self.?host.orValue('') != ''")


def test_no_rule_compares_with_what_stood_there_before() -> None:
    assert [rule.text for kind in WITH_RULES for rule in rules.rules_of(kind) if rule.transition] == []


def route(place: str, value: object) -> Tree:
    """A route with something else at one place of its only rule, or of its first match."""
    found = one("HTTPRoute")
    (rule,) = rows(at(found, "spec", "rules"))
    if place == "path":
        tree(at(rule, "matches", 0))["path"] = value
    else:
        rule[place] = value
    return found


REWRITE = {"type": "URLRewrite", "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}}}
REFUSED_ROUTES: tuple[tuple[str, object, str], ...] = (
    ("path", {"type": "PathPrefix", "value": "api"}, "value must be an absolute path and start with '/'"),
    ("path", {"type": "PathPrefix", "value": "/api//carts"}, "must not contain '//'"),
    ("path", {"type": "PathPrefix", "value": "/a b"}, "must only contain valid characters"),
    ("path", {"type": "Regex", "value": "/a"}, "type must be one of"),
    ("matches", [{"headers": [{"name": "a", "value": "b"}], "path": {"type": "Exact", "value": "/a"}}],
     "exactly one PathPrefix match must be specified"),
    ("filters", [REWRITE, REWRITE], "URLRewrite filter cannot be repeated"),
    ("filters", [{"type": "URLRewrite"}], "filter.urlRewrite must be specified for URLRewrite filter.type"),
    ("filters", [{"type": "RequestRedirect", "requestRedirect": {"statusCode": 301}}],
     "RequestRedirect filter must not be used together with backendRefs"),
    ("backendRefs", [{"name": "parcels"}], "Must have port for Service reference"),
    ("timeouts", {"request": "1s", "backendRequest": "2s"}, "backendRequest timeout cannot be longer"),
)  # fmt: skip


@pytest.mark.parametrize(("place", "value", "expected"), REFUSED_ROUTES)
def test_a_route_that_breaks_a_rule_is_refused(place: str, value: object, expected: str) -> None:
    if place == "matches":
        spoiled = route("filters", [REWRITE])
        rows(at(spoiled, "spec", "rules"))[0]["matches"] = value
    else:
        spoiled = route(place, value)
    assert any(expected in text for text in rules.refusals(spoiled)), rules.refusals(spoiled)


def test_two_ways_in_with_one_name_are_refused_by_namespace() -> None:
    spoiled = one("HTTPRoute")
    (parent,) = rows(at(spoiled, "spec", "parentRefs"))
    tree(spoiled["spec"])["parentRefs"] = [parent, {**parent, "sectionName": "web"}]
    assert any("sectionName must be specified" in text for text in rules.refusals(spoiled))
    tree(spoiled["spec"])["parentRefs"] = [parent, {**parent, "namespace": "elsewhere"}]
    assert rules.refusals(spoiled) == []


@pytest.mark.parametrize(
    ("authentication", "expected"),
    [
        ({"type": "scram-sha-512", "validityDays": 30}, "can be configured only with 'type: tls'"),
        ({"type": "tls", "validityDays": 30}, "must be set together"),
        ({"type": "tls", "validityDays": 30, "renewalDays": 60}, "must be less than"),
    ],
)
def test_a_user_of_kafka_that_breaks_a_rule_is_refused(authentication: Tree, expected: str) -> None:
    spoiled = one("KafkaUser")
    tree(spoiled["spec"])["authentication"] = authentication
    assert any(expected in text for text in rules.refusals(spoiled)), rules.refusals(spoiled)


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ("cruiseControl", {"metricsConfig": {"type": "jmxPrometheusExporter"}}, "valueFrom property is required"),
        ("cruiseControl", {"metricsConfig": {"type": "strimziMetricsReporter"}}, "value type not supported"),
        ("kafka", {"rack": {"type": "environment-variable", "envVarName": ""}}, "envVarName property is required"),
        ("kafka", {"rack": {"topologyKey": ""}}, "topologyKey property is required"),
    ],
)
def test_a_kafka_that_breaks_a_rule_is_refused(place: str, value: Tree, expected: str) -> None:
    spoiled = one("Kafka")
    spec = tree(spoiled["spec"])
    spec[place] = {**tree(spec.get(place, {})), **value}
    assert any(expected in text for text in rules.refusals(spoiled)), rules.refusals(spoiled)
