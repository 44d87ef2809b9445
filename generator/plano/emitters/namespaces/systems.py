"""`namespaces.yaml` of the systems that all environments share."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.namespaces.labels import KEPT, labels
from plano.emitters.namespaces.podsecurity import pod_security
from plano.emitters.namespaces.systemtable import SystemNamespace

REASON = "plano/pod-security-reason"


@dataclass(frozen=True, slots=True)
class SystemsView:
    """The namespaces of the systems that a platform names; `kubernetes` is the version of the standard."""

    platform: str
    kubernetes: str
    namespaces: tuple[SystemNamespace, ...]


def document(view: SystemsView) -> dict[str, object]:
    """Every namespace, with its level and the reason for it, in one list."""
    return {"apiVersion": "v1", "kind": "List", "items": [_namespace(each, view) for each in view.namespaces]}


def _namespace(each: SystemNamespace, view: SystemsView) -> dict[str, object]:
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "name": each.name,
            "labels": {**labels(view.platform, phase=each.phase), **pod_security(each.level, view.kubernetes)},
            "annotations": {**KEPT, REASON: each.reason},
        },
    }
