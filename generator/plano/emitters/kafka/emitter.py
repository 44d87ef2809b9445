"""Which environments have a Kafka of ours, and the files of each."""

from __future__ import annotations

from collections.abc import Iterator

from plano.emitters.base import Data, FileSpec, Subject
from plano.emitters.contracts.brokertopics import broker_topics
from plano.emitters.kafka import cluster, network, topics, users
from plano.emitters.kafka.options import own_kafka
from plano.emitters.kafka.rights import users as users_of
from plano.emitters.namespaces.options import system
from plano.platform.model import Environment, Platform


class KafkaEmitter:
    """A cluster, its topics and its users for each environment, under `generated/kubernetes/<environment>/kafka/`.

    Where a Kafka already runs (`bootstrap`) there is nothing to install: whoever runs it finds what it must hold, and
    who reads and writes it, in `generated/contracts/topics.json`.
    """

    name = "kafka"

    def files(self, platform: Platform) -> Iterator[FileSpec]:
        """The specifications of all environments' files, in promotion order."""
        for environment in platform.environments:
            yield from self._environment(platform, environment)

    def _environment(self, platform: Platform, environment: Environment) -> Iterator[FileSpec]:
        kafka = own_kafka(platform, environment)
        if kafka is None:
            return
        place = (platform.name, environment.name, environment.namespace)
        known = users_of(platform.services)
        clients = tuple(sorted(each.name for each in known))
        held = broker_topics(platform)
        folder = f"generated/kubernetes/{environment.name}/kafka"
        subject = Subject("environment", environment.name, folder)

        def file(name: str, build: Data, view: object) -> FileSpec:
            return FileSpec(self.name, subject, f"{folder}/{name}.yaml", build, view)

        yield file("kafka", Data(cluster.document, "yaml"), cluster.ClusterView(*place, kafka, clients))
        yield file("network", Data(network.document, "yaml"), network.NetworkView(*place, _api(platform)))
        if held:
            yield file("topics", Data(topics.document, "yaml"), topics.TopicsView(*place, kafka.brokers, held))
        if known:
            yield file("users", Data(users.document, "yaml"), users.UsersView(*place, known))


def _api(platform: Platform) -> tuple[str, ...]:
    """Where the cluster's API answers: on our control-plane hosts; empty where the cluster is not ours."""
    kubernetes = system(platform, "kubernetes")
    if kubernetes is None or kubernetes.get("existing"):
        return ()
    return tuple(host.address for host in platform.hosts if "control-plane" in host.roles)


EMITTER = KafkaEmitter()
