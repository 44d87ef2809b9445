"""volumes-exceed-disks: volumes that the disks of the hosts cannot hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal, NamedTuple

from plano.diagnostics.model import Diagnostic, Related, Severity
from plano.language.places import Path, Places
from plano.platform.amounts import shown_size, size
from plano.platform.model import Host, Platform

CODE = "volumes-exceed-disks"
_ROLES: tuple[tuple[Literal["block", "shared"], str], ...] = (("block", "longhorn"), ("shared", "nfs"))


class _Need(NamedTuple):
    """The volumes of one kind, each with its bytes and its place, and the hosts whose role it is to keep them."""

    kind: Literal["block", "shared"]
    role: str
    volumes: tuple[tuple[int, Path], ...]
    copies: int
    environments: int
    hosts: tuple[Host, ...]

    @property
    def needed(self) -> int:
        """Bytes, of all copies in all environments."""
        return self.copies * self.environments * sum(each for each, _ in self.volumes)

    @property
    def room(self) -> int:
        """Bytes of all disks."""
        return sum(size(host.disk) for host in self.hosts)


def check(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """Every environment has volumes of its own; Longhorn keeps each in `replicas` copies, NFS in one.

    An error for block volumes, which Longhorn would not place; a warning for shared ones, which share one folder
    until it is full. Judged where every host of the role says its `disk`; what systems keep is not counted, so
    that the answer is never too strict.
    """
    systems = {system.name: dict(system.options) for system in platform.systems}
    for kind, role in _ROLES:
        if role not in systems:
            continue
        volumes = tuple(
            (size(volume.size), ("services", service.name, "volumes", volume.name, "size"))
            for service in platform.services
            for volume in service.volumes
            if volume.kind == kind
        )
        copies = int(json.loads(systems[role]["replicas"])) if kind == "block" else 1
        hosts = tuple(host for host in platform.hosts if role in host.roles)
        need = _Need(kind, role, volumes, copies, len(platform.environments), hosts)
        if hosts and all(host.disk for host in hosts) and need.needed > need.room:
            yield _found(need, places)


def _found(need: _Need, places: Places) -> Diagnostic:
    _, largest = max(need.volumes, key=lambda each: each[0])
    copies = f", {need.copies} copies of each" if need.copies > 1 else ""
    where = f" in {need.environments} environments" if need.environments > 1 else ""
    return Diagnostic(
        CODE, Severity.ERROR if need.kind == "block" else Severity.WARNING,
        f"the {need.kind} volumes{where} need {shown_size(need.needed)}{copies}, "
        f"and the {need.role} hosts have {shown_size(need.room)}",
        places.value(largest), "the largest of them",
        f"lower 'size', or add {shown_size(need.needed - need.room)} of 'disk' to hosts with the role {need.role!r}",
        related=tuple(Related("holds some", places.value(("hosts", host.name, "disk"))) for host in need.hosts[:3]),
        subject=f"system {need.role}",
    )  # fmt: skip
