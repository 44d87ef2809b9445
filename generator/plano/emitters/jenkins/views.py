"""What the Jenkinsfiles show: names that were checked, images, and the pods of their stages."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.jenkins import pods
from plano.emitters.literals import Code
from plano.emitters.namespaces.options import system, text
from plano.emitters.versions import version_of
from plano.platform.model import Platform, Service


@dataclass(frozen=True, slots=True)
class PlatformView:
    """The pipeline of the platform. `environment` is the first, `services` those whose images are built here."""

    environment: Code
    services: tuple[Code, ...]
    namespace: str
    pod: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """The pipeline of a service. `image` has no tag; `author` is the address that commits of releases are from."""

    name: Code
    package: Code
    home: Code
    environment: Code
    image: str
    author: str
    checks: str
    checks_pod: str
    build: str
    build_pod: str
    release_pod: str


def built(platform: Platform) -> tuple[Service, ...]:
    """The services whose images are built here, in the blueprint's order."""
    return tuple(service for service in platform.services if service.kind == "fastapi")


def of_platform(platform: Platform) -> PlatformView:
    """The view of the platform's pipeline."""
    return PlatformView(
        environment=Code(platform.environments[0].name),
        services=tuple(Code(service.name) for service in built(platform)),
        namespace=pods.CHECKS,
        pod=pods.checks(pods.ChecksPod()),
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
        checks_pod=pods.checks(_beside(service, platform)),
        build=pods.BUILD,
        build_pod=pods.build(pods.BuildPod(own_nodes)),
        release_pod=pods.checks(pods.ChecksPod()),
    )


def _beside(service: Service, platform: Platform) -> pods.ChecksPod:
    """What the service's tests need: a server as old as its own, and Kafka where it publishes or consumes."""
    versions = {server.name: server.version for server in platform.databases}
    kafka = ""
    if service.publishes or service.consumes:
        kafka = version_of("kafka", text(system(platform, "kafka") or {}, "version"))
    return pods.ChecksPod(versions.get(service.database or "", 0), kafka)
