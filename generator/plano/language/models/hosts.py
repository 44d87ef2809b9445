"""Machines, and the database servers on them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano.language.models.addresses import Address, HostPort
from plano.language.models.base import Integer, Model
from plano.language.models.names import Label
from plano.language.models.quantities import Size

Role = Literal["control-plane", "worker", "ingress", "build", "postgresql", "longhorn", "nfs", "vpn"]


class HostDecl(Model):
    """A machine."""

    address: Address
    """Its address in the `lan` (of a vpn host: in the VPN). Example: `10.17.4.24`."""
    public: Address | None = None
    """Its address on the internet. Example: `203.0.113.10`."""
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    """What it does. Example: `[worker, longhorn]`."""
    cpu: Annotated[Integer, Field(ge=1)] | None = None
    """Cores. Example: `16`."""
    memory: Size | None = None
    """Memory. Example: `64Gi`."""
    disk: Size | None = None
    """Room for data. Example: `500Gi`."""
    was: Label | None = None
    """The host's old name, in the change that renames it. Example: `worker-9`."""


class DatabaseDecl(Model):
    """A PostgreSQL server: on a `host` of ours, or at an `address` that already exists."""

    host: Label | None = None
    """The host, which has the role postgresql. Example: `db-1`."""
    address: HostPort | None = None
    """Where it already runs. Example: `postgresql.tienda.example:5432`."""
    version: Annotated[Integer, Field(ge=15, le=18)] = 18
    """The major version. Example: `17`."""
