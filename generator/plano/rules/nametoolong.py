"""name-too-long: a derived name would not fit where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.models.names import LONGEST_TOPIC
from plano.language.places import Path, Places
from plano.platform.clusternames import LONGEST_LABEL, cluster_names, may_exceed
from plano.platform.model import Platform
from plano.rules.findings import error

CODE = "name-too-long"
LONGEST_IDENTIFIER = 63  # PostgreSQL: NAMEDATALEN - 1


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Namespaces, database roles, tables, objects of the cluster and derived topics, where they are longest.

    One finding a place: of what exceeds its limit most.
    """
    worst: dict[Path, tuple[int, int, str, str]] = {}
    for length, limit, what, name, path in _names(platform):
        if length > limit:
            before = worst.get(path)
            if before is None or length - limit > before[0] - before[1]:
                worst[path] = (length, limit, what, name)
    for path, (length, limit, what, name) in worst.items():
        yield error(
            CODE, f"{what} derived from this would have {length} characters", places.key(path), name,
            f"at most {limit} fit: shorten this name by {length - limit}, or one of those before it",
            subject=f"{str(path[0]).removesuffix('s')} {path[1]}",
        )  # fmt: skip


def _names(platform: Platform) -> Iterator[tuple[int, int, str, str, Path]]:
    """Length, limit, what it is, the name itself where it says more, and the path of the name that makes it long."""
    roles: dict[str, int] = {}
    for environment in platform.environments:
        yield len(environment.namespace), LONGEST_LABEL, "the namespace", "", ("environments", environment.name)
        for deployment in environment.deployments:
            roles[deployment.service] = max(roles.get(deployment.service, 0), len(deployment.owner_role))
    for service in platform.services:
        at: Path = ("services", service.name)
        yield roles.get(service.name, 0), LONGEST_IDENTIFIER, "the database role", "", at
        for entity in service.entities:
            yield len(entity.table), LONGEST_IDENTIFIER, "the table", "", (*at, "entities", entity.name)
        for named in cluster_names(service) if may_exceed(service) else ():
            yield len(named.name), named.limit, f"the {named.kind}", named.name, named.source
        for each in service.consumes:
            longest = max(len(each.dead_topic), len(each.retry_topic or ""))
            yield longest, LONGEST_TOPIC, "the dead-letter topic", "", (*at, "consumes", each.topic.name)
