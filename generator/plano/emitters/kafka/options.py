"""The Kafka of an environment: how large it is, and whether it is ours to run."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.namespaces.options import number, system, text
from plano.emitters.versions import version_of
from plano.platform.model import Environment, Platform

LOCAL_STORAGE_CLASS = "longhorn-local"
"""One copy of each volume, on the node of its pod: Kafka keeps the other copies itself."""

_CONTROLLERS = 3
"""One may fail. A fourth would not let a second one fail."""


@dataclass(frozen=True, slots=True)
class OwnKafka:
    """A Kafka that the platform runs.

    `storage` is each broker's, a Kubernetes quantity. `storage_class` is empty where the cluster's default serves.
    `metrics` says whether something scrapes it.
    """

    version: str
    brokers: int
    controllers: int
    storage: str
    storage_class: str
    metrics: bool

    @property
    def replicas(self) -> int:
        """Copies of what Kafka keeps for itself: three, or as many as there are brokers."""
        return min(3, self.brokers)

    @property
    def in_sync(self) -> int:
        """How many copies must have a record before it is acknowledged, so that one broker may be away."""
        return max(1, self.replicas - 1)


def own_kafka(platform: Platform, environment: Environment) -> OwnKafka | None:
    """The Kafka that runs in `environment`; None where there is none or it runs elsewhere (`bootstrap`)."""
    options = system(platform, "kafka", environment)
    if options is None or options.get("bootstrap") or system(platform, "kubernetes") is None:
        return None
    brokers = number(options, "brokers")
    return OwnKafka(
        version=version_of("kafka", text(options, "version")),
        brokers=brokers,
        controllers=1 if brokers == 1 else _CONTROLLERS,
        storage=text(options, "storage"),
        storage_class=LOCAL_STORAGE_CLASS if system(platform, "longhorn") is not None else "",
        metrics=system(platform, "prometheus") is not None,
    )
