"""The namespaces of a platform: one for each environment, one for each system that needs its own."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from plano.emitters.base import Batch, Data, Emitter, FileSpec, Subject
from plano.emitters.kafka.options import own_kafka
from plano.emitters.namespaces import builds, systems
from plano.emitters.namespaces import environment as here
from plano.emitters.namespaces.options import system, text
from plano.emitters.namespaces.requests import quota
from plano.emitters.namespaces.systemtable import system_namespaces
from plano.emitters.versions import version_of
from plano.platform.model import Environment, Platform

NAME = "namespaces"
_FOLDER = "generated/kubernetes"


class NamespacesEmitter(Emitter):
    """Namespaces with their pod security, quotas, defaults, and a policy that denies all, where there is Kubernetes."""

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """All of it, where there is Kubernetes."""
        if system(platform, "kubernetes") is not None:
            yield Batch(_files, (platform,))


def _files(platform: Platform) -> Iterator[FileSpec]:
    """The environments' files in promotion order, then the systems' namespaces and the policies of builds."""
    kubernetes = system(platform, "kubernetes") or {}
    wanted = text(kubernetes, "version")
    # The version of a cluster that is already there is its owner's to know.
    version = wanted if kubernetes.get("existing") else version_of("kubernetes", wanted)
    for environment in platform.environments:
        yield from _environment(platform, environment, version)
    ours = any(own_kafka(platform, each) is not None for each in platform.environments)
    found = system_namespaces(platform, kafka_is_ours=ours)
    if found:
        folder = f"{_FOLDER}/system"
        subject = Subject("platform", platform.name, folder)
        view = systems.SystemsView(platform.name, version, found)
        yield FileSpec(NAME, subject, f"{folder}/namespaces.yaml", Data(systems.document, "yaml"), view)
        if system(platform, "jenkins") is not None:
            own = Data(builds.document, "yaml")
            yield FileSpec(NAME, subject, f"{folder}/builds.yaml", own, builds.view(platform))


def _environment(platform: Platform, environment: Environment, version: str) -> Iterator[FileSpec]:
    folder = f"{_FOLDER}/{environment.name}/namespace"
    subject = Subject("environment", environment.name, folder)
    place = here.Place(platform.name, environment.name, environment.namespace, version)
    room = here.Room(place, quota(platform, environment))

    def file(name: str, build: Data, view: Hashable) -> FileSpec:
        return FileSpec(NAME, subject, f"{folder}/{name}.yaml", build, view)

    yield file("namespace", Data(here.namespace, "yaml"), place)
    yield file("quota", Data(here.resource_quota, "yaml"), room)
    yield file("limits", Data(here.limit_range, "yaml"), place)
    yield file("policy", Data(here.deny_all, "yaml"), place)


EMITTER = NamespacesEmitter()
