"""name-too-long: a derived name would not fit where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.models.names import LONGEST_TOPIC
from plano.language.places import Path, Places
from plano.platform.model import Platform
from plano.rules.findings import error

CODE = "name-too-long"
LONGEST_NAME = 63  # PostgreSQL: NAMEDATALEN - 1; RFC 1123: a label
LONGEST_CRONJOB = 52  # Kubernetes: eleven characters of a Job's name are the run's


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Namespaces, database roles, tables, jobs and derived topics, as they are in the longest environment."""
    for length, limit, what, path in _names(platform):
        if length > limit:
            yield error(
                CODE, f"{what} derived from this would have {length} characters", places.key(path), "",
                f"at most {limit} fit: shorten this name by {length - limit}, or one of those before it",
                subject=f"{str(path[0]).removesuffix('s')} {path[1]}",
            )  # fmt: skip


def _names(platform: Platform) -> Iterator[tuple[int, int, str, Path]]:
    """Length, limit, what it is, and the path of the name that makes it long."""
    roles: dict[str, int] = {}
    for environment in platform.environments:
        yield len(environment.namespace), LONGEST_NAME, "the namespace", ("environments", environment.name)
        for deployment in environment.deployments:
            roles[deployment.service] = max(roles.get(deployment.service, 0), len(deployment.owner_role))
    for service in platform.services:
        at: Path = ("services", service.name)
        yield roles.get(service.name, 0), LONGEST_NAME, "the database role", at
        for entity in service.entities:
            yield len(entity.table), LONGEST_NAME, "the table", (*at, "entities", entity.name)
        for schedule in service.schedules:
            job = len(f"{service.name}-{schedule.name}")
            yield job, LONGEST_CRONJOB, "the job", (*at, "schedule", schedule.name)
        for each in service.consumes:
            longest = max(len(each.dead_topic), len(each.retry_topic or ""))
            yield longest, LONGEST_TOPIC, "the dead-letter topic", (*at, "consumes", each.topic.name)
