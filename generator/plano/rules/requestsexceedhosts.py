"""requests-exceed-hosts: the services ask for more than the workers have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from plano.diagnostics.model import Diagnostic, Related, Severity
from plano.language.places import Path, Places
from plano.platform.amounts import millicores, shown_cores, shown_size, size
from plano.platform.model import Deployment, Host, Platform

CODE = "requests-exceed-hosts"


class _Resource(NamedTuple):
    """Cores or memory: how it is read, how it is shown."""

    key: str
    of_host: Callable[[Host], int]
    requested: Callable[[Deployment], int]
    shown: Callable[[int], str]


class _Running(NamedTuple):
    """A service in one environment, and how many pods it has there at the least."""

    deployment: Deployment
    replicas: int


_RESOURCES = (
    _Resource("cpu", lambda host: (host.cpu or 0) * 1000, lambda each: millicores(each.cpu), shown_cores),
    _Resource(
        "memory", lambda host: size(host.memory) if host.memory else 0, lambda each: size(each.memory), shown_size
    ),
)


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """The fewest replicas of all services in all environments fit on the workers; an error where they never do,
    a warning where they do not once the largest worker is lost.

    Judged where every worker says what it has, on a cluster of ours. What systems ask for is not counted, nor
    processes of a container's own that consume, so that the answer is never too strict.
    """
    kubernetes = next((each for each in platform.systems if each.name == "kubernetes"), None)
    if kubernetes is None or ("existing", "true") in kubernetes.options:
        return
    workers = [host for host in platform.hosts if "worker" in host.roles]
    consuming = {service.name for service in platform.services if service.kind == "fastapi"}
    running = [
        _Running(each, each.scale.minimum + (each.consumers.minimum if each.service in consuming else 0))
        for environment in platform.environments
        for each in environment.deployments
        if each.cpu
    ]
    for resource in _RESOURCES:
        has = [resource.of_host(host) for host in workers]
        if running and has and all(has):
            yield from _one(resource, workers, has, running, places)


def _one(
    resource: _Resource, workers: Sequence[Host], has: Sequence[int], running: Sequence[_Running], places: Places
) -> Iterator[Diagnostic]:
    totals: dict[str, int] = {}
    for each in running:
        service = each.deployment.service
        totals[service] = totals.get(service, 0) + each.replicas * resource.requested(each.deployment)
    total, every, lost = sum(totals.values()), sum(has), max(has)
    left = every - lost if len(has) > 1 else every
    if total <= left:
        return
    fits = total <= every
    most = max(totals, key=lambda service: totals[service])
    at: Path = ("services", most, "resources", resource.key)
    largest = workers[has.index(lost)].name
    when, remain = (f"once {largest!r} is lost, ", left) if fits else ("", every)
    yield Diagnostic(
        CODE, Severity.WARNING if fits else Severity.ERROR,
        f"{when}the services ask for {resource.shown(total)}, and the workers have {resource.shown(remain)}",
        places.value(at) if places.has(at) else places.key(("services", most)),
        f"{most!r} asks for {resource.shown(totals[most])}, the most of all",
        f"lower 'resources' or 'scale.min', or add a worker: {resource.shown(total - remain)} more would do",
        related=(Related("the largest worker", places.value(("hosts", largest, resource.key))),),
        subject=f"hosts {resource.key}",
    )  # fmt: skip
