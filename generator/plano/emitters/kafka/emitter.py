"""Which environments have a Kafka of ours, and the files of each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping

from plano.emitters.base import Batch, Data, Emitter, FileSpec, Subject
from plano.emitters.contracts.brokertopics import BrokerTopic, broker_topics
from plano.emitters.kafka import cluster, network, topics, users
from plano.emitters.kafka.options import own_kafka
from plano.emitters.kafka.rights import User
from plano.emitters.kafka.rights import users as users_of
from plano.emitters.namespaces.options import system
from plano.platform.model import Environment, Platform

NAME = "kafka"


class KafkaEmitter(Emitter):
    """A cluster, its topics and its users for each environment, under `generated/kubernetes/<environment>/kafka/`.

    Where a Kafka already runs (`bootstrap`) there is nothing to install: whoever runs it finds what it must hold, and
    who reads and writes it, in `generated/contracts/topics.json`.
    """

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """All environments' files, in promotion order."""
        known, held = users_of(platform.services), broker_topics(platform)
        for environment in platform.environments:
            yield from _environment(platform, environment, known, held)


def _environment(
    platform: Platform, environment: Environment, known: tuple[User, ...], held: tuple[BrokerTopic, ...]
) -> Iterator[Batch]:
    kafka = own_kafka(platform, environment)
    if kafka is None:
        return
    place = (platform.name, environment.name, environment.namespace)
    clients = tuple(sorted(each.name for each in known))
    yield _one("kafka", environment, cluster.ClusterView(*place, kafka, clients))
    yield _one("network", environment, network.NetworkView(*place, _api(platform)))
    if held:
        yield _one("topics", environment, topics.TopicsView(*place, kafka.brokers, held))
    if known:
        yield _one("users", environment, users.UsersView(*place, known))


def _one(file: str, environment: Environment, view: Hashable) -> Batch:
    return Batch(_file, (file, environment.name, view))


def _file(file: str, environment: str, view: Hashable) -> Iterator[FileSpec]:
    folder = f"generated/kubernetes/{environment}/kafka"
    subject = Subject("environment", environment, folder)
    yield FileSpec(NAME, subject, f"{folder}/{file}.yaml", Data(_DOCUMENTS[file], "yaml"), view)


def _api(platform: Platform) -> tuple[str, ...]:
    """Where the cluster's API answers: on our control-plane hosts; empty where the cluster is not ours."""
    kubernetes = system(platform, "kubernetes")
    if kubernetes is None or kubernetes.get("existing"):
        return ()
    return tuple(host.address for host in platform.hosts if "control-plane" in host.roles)


_DOCUMENTS: Mapping[str, Callable[..., object]] = {
    "kafka": cluster.document,
    "network": network.document,
    "topics": topics.document,
    "users": users.document,
}

EMITTER = KafkaEmitter()
