"""derived-name-clash: two objects of one kind would have one name in the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.places import Path, Places
from plano.platform.clusternames import ClusterName, cluster_names, may_meet
from plano.platform.kafkanames import PREFIX, kafka_names, of_a_node, secret_of
from plano.platform.model import Platform, Service
from plano.rules.findings import error

CODE = "derived-name-clash"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """What services become in the namespace of any environment; one finding a place, at the later of the two."""
    first: dict[tuple[str, str, str], ClusterName] = {}
    said: set[Path] = set()
    for service in may_meet(platform.services):
        for each in cluster_names(service):
            before = first.setdefault((each.kind, each.name, each.pod), each)
            if before.source != each.source and each.source not in said:
                said.add(each.source)
                yield _clash(before, each, service, places)
    for before, each, service in _with_kafka(platform):
        if each.source not in said:
            said.add(each.source)
            yield _clash(before, each, service, places)


def _with_kafka(platform: Platform) -> Iterator[tuple[ClusterName, ClusterName, Service]]:
    """What a service becomes that Strimzi makes too, of the cluster or of a user of it, and that service."""
    near = [service for service in platform.services if service.name.startswith(PREFIX)]
    taken = {(each.kind, each.name): each for each in kafka_names(platform)} if near else {}
    for service in near if taken else ():
        for each in (*cluster_names(service), secret_of(service)):
            before = each and (taken.get((each.kind, each.name)) or of_a_node(each))
            if each and before and before.source != each.source:
                yield before, each, service


def _clash(before: ClusterName, each: ClusterName, service: Service, places: Places) -> Diagnostic:
    return error(
        CODE,
        f"{_words(before)} and {_words(each)} would both become the {each.kind} {each.name!r}",
        places.key(each.source),
        "",
        "give one of them another name" if before.source[0] == "services" else "give the service another name",
        (Related("this takes the name first", places.key(before.source)),),
        f"service {service.name}",
    )


def _words(each: ClusterName) -> str:
    """`the service 'a'`, `the schedule 'b' of 'a'`, or `the system 'a'`."""
    name = each.source[1]
    if len(each.source) == 2:
        return f"the {str(each.source[0]).removesuffix('s')} {name!r}"
    return f"the {str(each.source[2]).removesuffix('s')} {each.source[3]!r} of {name!r}"
