"""What the whole platform says of itself."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from plano.language.models.addresses import Cidr, Domain, Email, Image, Url
from plano.language.models.base import Model, refuse, shown
from plano.language.models.names import Label
from plano.language.models.quantities import Date, Duration

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


def _target(value: object) -> str:
    if isinstance(value, str) and (value == "none" or re.fullmatch(r"(s3|nfs)://[^\s/]+(/\S*)?", value)):
        return value
    raise refuse(
        "bad-value", f"{shown(value)} is no place for backups", "s3://bucket/path, nfs://host/path, or the word none"
    )


Target = Annotated[
    str, PlainValidator(_target), WithJsonSchema({"type": "string", "pattern": r"^none$|^(s3|nfs)://[^\s/]+(/\S*)?$"})
]


class PlatformDecl(Model):
    """The platform's name and where its things are."""

    name: Label
    """Part of most derived names."""
    description: str = ""
    """What it is for, in a sentence."""
    domain: Domain
    """The public domain of the last environment."""
    registry: Image
    """Where images are pushed to; it exists already."""
    repository: Url
    """The Git repository of this platform; it exists already."""
    contact: Email | None = None
    """Whom to ask."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    """Languages of the front end, the first being the default."""


class NetworksDecl(Model):
    """Networks, which may not overlap."""

    lan: tuple[Cidr, ...] = ()
    """Where the hosts are."""
    pods: Cidr = "10.233.64.0/18"
    """The cluster's pods."""
    services: Cidr = "10.233.0.0/18"
    """The cluster's services."""


class BackupsDecl(Model):
    """Where copies of the data go, and for how long."""

    target: Target
    """`s3://bucket/path`, `nfs://host/path`, or the word `none`."""
    keep: Duration = 2_592_000
    """How long a copy is kept. Default: 30d."""


class AlertsDecl(Model):
    """Who is told."""

    email: Email | None = None
    """The receiver of mails."""
    through: Label | None = None
    """The external `smtp` service that carries them."""
    webhook: Url | None = None
    """An address that is called."""


class AcceptDecl(Model):
    """An exception to a warning or a breaking rule."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
    """The rule."""
    subject: str
    """What it speaks of, as the finding names it."""
    reason: str
    """Why it is right here."""
    until: Date | None = None
    """The day on which it must be looked at again."""
