"""One thing that is wrong in the files of the platform of parcels, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Break:
    """A text of a file under `generated/`, what stands in its place then, and the finding: its code and its words."""

    code: str
    file: str
    old: str
    new: str
    says: str

    @property
    def path(self) -> str:
        """The file, from the root."""
        return f"generated/{self.file}"


def breaks() -> dict[str, Break]:
    """Each break of `breaks.yaml` by its name."""
    listed = yaml.safe_load((_HERE / "breaks.yaml").read_text("utf-8"))
    return {each.pop("name"): Break(**each) for each in listed}


MISSING: dict[str, tuple[str, str]] = {
    "values/live/sorter.yaml": ("crosscheck-values", "values/live/sorter.yaml is not there"),
    "kubernetes/live/kafka/topics.yaml": ("crosscheck-topic", "kubernetes/live makes no topic 'parcels.found'"),
    "kubernetes/live/kafka/users.yaml": ("crosscheck-acl", "kubernetes/live has no KafkaUser for 'depots'"),
    "argocd/apps/live/kafka.yaml": ("crosscheck-source", "kubernetes/live/kafka is applied by nothing"),
    "argocd/apps/live/project.yaml": ("crosscheck-source", "argocd/apps/live/kafka.yaml is of the project 'haul-live'"),
    "argocd/values.yaml": (
        "crosscheck-source",
        "argocd/apps/argocd.yaml reads the values generated/argocd/values.yaml",
    ),
    "chart/values.schema.json": ("crosscheck-values", "chart/values.schema.json is not there"),
}
"""A file under `generated/` that is taken away → the code of a finding, and how its message begins there."""
