"""What the Jenkinsfiles show: names that were checked, images, and the pods of their stages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from plano.emitters.jenkins import pods
from plano.emitters.literals import Code, groovy
from plano.emitters.namespaces.options import system, text
from plano.emitters.versions import version_of
from plano.platform.model import Platform, Service

_PODS = 64
"""Pods that are kept as they are written: a platform has one for each set of what its services' tests need."""


@dataclass(frozen=True, slots=True)
class PlatformView:
    """The pipeline of the platform. `environment` is the first, `services` those whose images are built here.

    `pod` is a literal of Groovy already.
    """

    environment: Code
    services: tuple[Code, ...]
    namespace: str
    pod: Code


@dataclass(frozen=True, slots=True)
class ServiceView:
    """The pipeline of a service. `image` has no tag; `author` is the address that commits of releases are from.

    The pods are literals of Groovy already.
    """

    name: Code
    package: Code
    home: Code
    environment: Code
    image: str
    author: str
    checks: str
    checks_pod: Code
    build: str
    build_pod: Code
    release_pod: Code


def built(platform: Platform) -> tuple[Service, ...]:
    """The services whose images are built here, in the blueprint's order."""
    return tuple(service for service in platform.services if service.kind == "fastapi")


def of_platform(platform: Platform) -> PlatformView:
    """The view of the platform's pipeline."""
    return PlatformView(
        environment=Code(platform.environments[0].name),
        services=tuple(Code(service.name) for service in built(platform)),
        namespace=pods.CHECKS,
        pod=_checks(pods.ChecksPod()),
    )


def of_service(service: Service, platform: Platform) -> ServiceView:
    """The view of a service's pipeline."""
    own_nodes = any("build" in host.roles for host in platform.hosts)
    return ServiceView(
        name=Code(service.name),
        package=Code(service.package),
        home=Code(service.home),
        environment=Code(platform.environments[0].name),
        image=f"{platform.registry}/{service.name}",
        author=f"jenkins@{platform.domain}",
        checks=pods.CHECKS,
        checks_pod=_checks(_beside(service, platform)),
        build=pods.BUILD,
        build_pod=_build(pods.BuildPod(own_nodes)),
        release_pod=_checks(pods.ChecksPod()),
    )


@lru_cache(_PODS)
def _checks(pod: pods.ChecksPod) -> Code:
    return Code(groovy(pods.checks(pod)))


@lru_cache(_PODS)
def _build(pod: pods.BuildPod) -> Code:
    return Code(groovy(pods.build(pod)))


def _beside(service: Service, platform: Platform) -> pods.ChecksPod:
    """What the service's tests need: a server as old as its own, and Kafka where it publishes or consumes."""
    versions = {server.name: server.version for server in platform.databases}
    kafka = ""
    if service.publishes or service.consumes:
        kafka = version_of("kafka", text(system(platform, "kafka") or {}, "version"))
    return pods.ChecksPod(versions.get(service.database or "", 0), kafka)
