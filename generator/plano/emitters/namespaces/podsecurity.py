"""The labels by which Kubernetes holds a namespace's pods to a level of the Pod Security Standards."""

from __future__ import annotations

import re

from plano.emitters.namespaces.systemtable import Level

_MODES = ("enforce", "audit", "warn")


def pod_security(level: Level, kubernetes: str) -> dict[str, str]:
    """The level in every mode, at the standard of that version of Kubernetes (`1.35`, `1.35.4`).

    Pinned, so that an upgrade of the cluster refuses no pod that it took before. Source: Kubernetes, "Enforce Pod
    Security Standards with Namespace Labels". A version that is empty or no number is `latest`.
    """
    release = re.match(r"v?([0-9]+\.[0-9]+)(\.|$)", kubernetes)
    version = f"v{release[1]}" if release else "latest"
    labels: dict[str, str] = {}
    for mode in _MODES:
        labels[f"pod-security.kubernetes.io/{mode}"] = level
        labels[f"pod-security.kubernetes.io/{mode}-version"] = version
    return labels
