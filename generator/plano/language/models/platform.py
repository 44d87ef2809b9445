"""What the whole platform says of itself."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from plano.language.models.addresses import Cidr, Domain, Email, Image, Url
from plano.language.models.base import Flag, Model, reads, refuse, shown, written
from plano.language.models.names import Label
from plano.language.models.quantities import Date, Duration

Language = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$",
        title="language",
        description="ISO 639, and where needed the country.",
        examples=["es", "pt-BR"],
    ),
]


def _target(value: object) -> str:
    if isinstance(value, str) and (value == "none" or re.fullmatch(r"(s3|nfs)://[^\s/]+(/\S*)?", value)):
        return value
    raise refuse(
        "bad-value", f"{shown(value)} is no place for backups", "s3://bucket/path, nfs://host/path, or the word none"
    )


Target = Annotated[
    str,
    reads(_target),
    written(
        "backup target",
        "A bucket, a folder of an NFS server, or the word `none`.",
        "s3://bucket/path",
        "nfs://host/path",
        "none",
        pattern=r"^none$|^(s3|nfs)://[^\s/]+(/\S*)?$",
    ),
]


class PlatformDecl(Model):
    """The platform's name and where its things are."""

    name: Label
    """Part of most derived names. Example: `tienda`."""
    description: str = ""
    """What it is for, in a sentence. Example: `A shop, from browser to database.`."""
    domain: Domain
    """The public domain of the last environment. Example: `tienda.example`."""
    registry: Image
    """Where images are pushed to; it exists already. Example: `registry.tienda.example/tienda`."""
    repository: Url
    """The Git repository of this platform; it exists already.

    Example: `https://git.tienda.example/tienda/platform.git`.
    """
    contact: Email | None = None
    """Whom to ask. Example: `platform@tienda.example`."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    """Languages of the front end, the first being the default. Example: `[en, es]`."""
    ejected: Flag = False
    """Nothing is derived any more: what stands under `generated/` is yours. Example: `true`."""


class NetworksDecl(Model):
    """Networks, which may not overlap."""

    lan: tuple[Cidr, ...] = ()
    """Where the hosts are. Example: `[10.17.3.0/24, 10.17.4.0/24]`."""
    pods: Cidr = "10.233.64.0/18"
    """The cluster's pods. Example: `10.233.64.0/18`."""
    services: Cidr = "10.233.0.0/18"
    """The cluster's services. Example: `10.233.0.0/18`."""


class BackupsDecl(Model):
    """Where copies of the data go, and for how long."""

    target: Target
    """`s3://bucket/path`, `nfs://host/path`, or the word `none`.

    Examples: `s3://tienda-backups/platform`, `nfs://nas.tienda.example/backups`, `none`.
    """
    keep: Duration = 2_592_000
    """How long a copy is kept. Example: `90d`."""


class AlertsDecl(Model):
    """Who is told."""

    email: Email | None = None
    """The receiver of mails. Example: `oncall@tienda.example`."""
    through: Label | None = None
    """The external `smtp` service that carries them. Example: `mail`."""
    webhook: Url | None = None
    """An address that is called. Example: `https://alerts.tienda.example/hook`."""


class AcceptDecl(Model):
    """An exception to a warning or a breaking rule."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", title="code of a rule")]
    """The rule. Example: `topic-unconsumed`."""
    subject: str
    """What it speaks of, as the finding names it. Example: `topic orders.returned`."""
    reason: str
    """Why it is right here. Example: `The warehouse reads it, outside this platform.`."""
    until: Date | None = None
    """The day on which it must be looked at again. Example: `2030-12-31`."""
