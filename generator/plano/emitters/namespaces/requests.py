"""What everything in an environment asks for at its largest, and the quota that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.emitters.kafka.options import OwnKafka, own_kafka
from plano.emitters.kafka.sizes import BROKER, CONTROLLER, OPERATOR
from plano.platform.amounts import millicores, size
from plano.platform.model import Deployment, Environment, Platform, Service

HEADROOM = 2
"""A roll-out may run a new pod beside each old one, so the quota is twice what all of it asks for at its largest.

It stops what runs away, such as a job that never ends; it does not ration what was declared.
"""
_MEBI = 2**20


@dataclass(frozen=True, slots=True)
class Quota:
    """What a namespace may ask for: thousandths of a core, mebibytes, pods."""

    millicores: int
    mebibytes: int
    pods: int


@dataclass(frozen=True, slots=True)
class _Pods:
    count: int
    cpu: str
    memory: str


def quota(platform: Platform, environment: Environment) -> Quota:
    """The quota of the namespace of `environment`."""
    asked = list(_asked(platform, environment))
    memory = sum(each.count * size(each.memory) for each in asked) * HEADROOM
    return Quota(
        millicores=sum(each.count * millicores(each.cpu) for each in asked) * HEADROOM,
        mebibytes=-(-memory // _MEBI),
        pods=sum(each.count for each in asked) * HEADROOM,
    )


def _asked(platform: Platform, environment: Environment) -> Iterator[_Pods]:
    kafka = own_kafka(platform, environment)
    if kafka is not None:
        yield from _kafka(kafka)
    services = {each.name: each for each in platform.services}
    for deployment in environment.deployments:
        if deployment.cpu:
            pods = _most_pods(services[deployment.service], deployment)
            yield _Pods(pods, deployment.cpu, deployment.memory)


def _kafka(kafka: OwnKafka) -> Iterator[_Pods]:
    yield _Pods(kafka.brokers, BROKER.cpu, BROKER.memory)
    yield _Pods(kafka.controllers, CONTROLLER.cpu, CONTROLLER.memory)
    yield _Pods(2, OPERATOR.cpu, OPERATOR.memory)  # of topics and of users


def _most_pods(service: Service, deployment: Deployment) -> int:
    """A service's API and consumers at their most, its relay, and one run of each of its jobs."""
    api = deployment.scale.maximum
    if service.kind != "fastapi":
        return api
    relay = 1 if service.publishes else 0
    jobs = len(service.schedules) + (2 if service.database else 0)  # migrate and prune
    return api + deployment.consumers.maximum + relay + jobs
