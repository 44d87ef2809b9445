"""Objects that no emitter of today writes, and those of overrides, are followed too."""

from __future__ import annotations

import json

import pytest

from plano.crosschecks import crosschecks
from tests.crosschecks.platforms import PARCELS, REFERENCE, built

EXTRA = "generated/kubernetes/live/namespace/extra.yaml"
OF_PROXY = "{matchLabels: {app.kubernetes.io/name: proxy}}"
OF_FRONT = OF_PROXY.replace("proxy", "front")
SHARED = "generated/kubernetes/system/gateway.yaml"
GOOD = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: proxy, namespace: haul-live}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: proxy}}
  template:
    metadata: {labels: {app.kubernetes.io/name: proxy, app.kubernetes.io/part-of: haul}}
    spec:
      volumes: [{name: names, secret: {secretName: depots}}]
      containers:
        - {name: proxy, env: [{name: KEY, valueFrom: {secretKeyRef: {name: kafka-user-depots, key: password}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: proxy, namespace: haul-live, labels: {app.kubernetes.io/name: proxy}}
spec: {selector: {app.kubernetes.io/name: proxy}, ports: [{name: http, port: 8080}, {name: stats, port: 9113}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: proxy, namespace: haul-live}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/name: proxy}}
  ingress:
    - from:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: traefik}}
          podSelector: {matchLabels: {app.kubernetes.io/name: traefik}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: front, namespace: haul-live}
spec: {rules: [{backendRefs: [{name: proxy, port: 8080}, {name: sorter, port: 8443}, {name: depots, port: 8000}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: proxy, namespace: haul-live}
spec: {selector: {matchLabels: {app.kubernetes.io/name: proxy}}, endpoints: [{port: stats}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: depots, namespace: haul-live}
spec: {selector: {matchLabels: {app.kubernetes.io/name: depots}}, endpoints: [{port: management}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: upstream, namespace: haul-live}
spec: {selector: {matchLabels: {app: of-a-chart-elsewhere}}, endpoints: [{port: anything}]}
"""
GATEWAY = """
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: traefik}
"""


def found_in(extra: str, shared: str = "") -> list[tuple[str, int]]:
    """Code and line of each finding with what is added to an environment, and to what all environments share."""
    platform, files = built(PARCELS)
    added = {EXTRA: extra.encode(), **({SHARED: shared.encode()} if shared else {})}
    findings = crosschecks({**files, **added}, platform)
    return [(each.code, each.span.line if each.span and each.span.file == EXTRA else 0) for each in findings]


def at(text: str) -> int:
    """The line of `GOOD` on which that stands."""
    return next(number for number, line in enumerate(GOOD.splitlines(), 1) if text in line)


def test_objects_that_refer_rightly_are_no_findings() -> None:
    assert found_in(GOOD) == []
    assert found_in(GOOD, GATEWAY) == []


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("crosscheck-selector", f"  selector: {OF_PROXY}", f"  selector: {OF_FRONT}"),
        ("crosscheck-selector", f"podSelector: {OF_PROXY}", f"podSelector: {OF_FRONT}"),
        ("crosscheck-selector", "kubernetes.io/metadata.name: traefik", "kubernetes.io/metadata.name: ingress"),
        ("crosscheck-route", "{name: sorter, port: 8443}", "{name: sorter, port: 8000}"),
        ("crosscheck-route", "{name: depots, port: 8000}", "{name: depot, port: 8000}"),
        ("crosscheck-monitor", "endpoints: [{port: stats}]", "endpoints: [{port: metrics}]"),
        ("crosscheck-monitor", "endpoints: [{port: management}]", "endpoints: [{port: metrics}]"),
        ("crosscheck-secret", "secretName: depots", "secretName: depot"),
        ("crosscheck-secret", "kafka-user-depots", "kafka-user-depot"),
    ],
)  # fmt: skip
def test_one_that_leads_nowhere_is_found_on_its_line(code: str, old: str, new: str) -> None:
    assert old in GOOD
    assert found_in(GOOD.replace(old, new, 1)) == [(code, at(old))]


def test_routes_hang_on_a_gateway_that_is_there() -> None:
    assert found_in(GOOD, GATEWAY.replace("name: public", "name: private")) == [("crosscheck-route", 0)]


def test_a_front_end_calls_nobody_in_the_cluster() -> None:
    platform, files = built(REFERENCE)
    (front,) = (each for each in platform.services if each.kind == "vue")
    added = {}
    for environment in platform.environments:
        values: dict[str, object] = {
            "platform": platform.name,
            "environment": environment.name,
            "service": front.name,
            "kind": "vue",
        }
        values |= {"entrance": {"through": "proxy", "host": environment.domain}, "routes": {"/": {}}}
        added[f"generated/values/{environment.name}/{front.name}.yaml"] = json.dumps(values).encode()
    assert crosschecks({**files, **added}, platform) == ()
    called = {path: content.replace(b'"routes"', b'"callers": ["orders"], "routes"') for path, content in added.items()}
    found = crosschecks({**files, **called}, platform)
    assert [each.code for each in found] == ["crosscheck-edge"] * len(platform.environments)
