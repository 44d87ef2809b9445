"""Versions of what the platform is made of, each with the day it was looked up; a system's `version` goes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Version:
    """A released version of something upstream, and when that was last looked up."""

    number: str
    looked_up: date


VERSIONS: dict[str, Version] = {
    "argo-cd": Version("10.1.1", date(2026, 11, 24)),  # the chart; it brings Argo CD 3.4.4
    "buildkit": Version("0.34.1", date(2026, 11, 24)),
    "cosign": Version("3.1.3", date(2026, 11, 24)),
    "crane": Version("0.22.1", date(2026, 11, 24)),
    "kafka": Version("4.3.1", date(2026, 11, 24)),  # the newest that Strimzi 1.2 runs
    "kubernetes": Version("1.35", date(2026, 11, 24)),  # the default of kubespray 2.31
    "strimzi": Version("1.2.0", date(2026, 11, 24)),
}


def version_of(name: str, wanted: str = "") -> str:
    """`wanted`, which a blueprint may say, or the version that this release of Plano knows best. KeyError."""
    return wanted or VERSIONS[name].number
