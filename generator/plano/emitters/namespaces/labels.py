"""Labels and annotations that Kubernetes objects of every emitter carry."""

from __future__ import annotations

from typing import Literal

PART_OF = "app.kubernetes.io/part-of"
NAME = "app.kubernetes.io/name"
ENVIRONMENT = "plano/environment"
PHASE = "plano/phase"

Phase = Literal["environment", "services", "delivery", "exposure"]
"""The part of building a platform up that an object belongs to: where things run, what runs, how it gets there and is
seen, how the world comes in. It is not a wave of Argo CD."""

SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
KEPT = {SYNC_OPTIONS: "Prune=confirm,Delete=confirm"}
"""A line that is deleted from a blueprint destroys nothing: a person confirms it in Argo CD first.

Source: Argo CD, Sync Options, "Resource Pruning With Confirmation" (2.14 and newer).
"""


def labels(platform: str, environment: str = "", phase: Phase = "environment") -> dict[str, str]:
    """The labels of an object of `platform`, in `environment` unless it belongs to all."""
    found = {PART_OF: platform}
    if environment:
        found[ENVIRONMENT] = environment
    return {**found, PHASE: phase}
