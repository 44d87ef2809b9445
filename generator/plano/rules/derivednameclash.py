"""derived-name-clash: two objects of one kind would have one name in the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.places import Path, Places
from plano.platform.clusternames import ClusterName, cluster_names, may_meet
from plano.platform.model import Platform
from plano.rules.findings import error

CODE = "derived-name-clash"


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """What services become in the namespace of any environment; one finding a place, at the later of the two."""
    first: dict[tuple[str, str, str], ClusterName] = {}
    said: set[Path] = set()
    for service in may_meet(platform.services):
        for each in cluster_names(service):
            before = first.setdefault((each.kind, each.name, each.pod), each)
            if before.source == each.source or each.source in said:
                continue
            said.add(each.source)
            yield error(
                CODE,
                f"{_words(before)} and {_words(each)} would both become the {each.kind} {each.name!r}",
                places.key(each.source),
                "",
                "give one of them another name",
                (Related("this takes the name first", places.key(before.source)),),
                f"service {service.name}",
            )


def _words(each: ClusterName) -> str:
    """`the service 'a'`, or `the schedule 'b' of 'a'`."""
    name = each.source[1]
    if len(each.source) == 2:
        return f"the service {name!r}"
    return f"the {str(each.source[2]).removesuffix('s')} {each.source[3]!r} of {name!r}"
