"""A blueprint as its author wrote it: typed, with nothing resolved and nothing derived."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano.language.models.access import AccessList, Verbs
from plano.language.models.base import Model
from plano.language.models.entities import EntityDecl
from plano.language.models.environments import EnvironmentDecl, KafkaOverride, ServiceOverride, SystemsOverride
from plano.language.models.fields import FieldDecl, FieldMap, SettingDecl, TypeBody, TypeDecl
from plano.language.models.hosts import DatabaseDecl, HostDecl
from plano.language.models.messages import ConsumeDecl, RetryDecl
from plano.language.models.names import Label, Pascal, TopicName
from plano.language.models.platform import AcceptDecl, AlertsDecl, BackupsDecl, NetworksDecl, PlatformDecl
from plano.language.models.routes import Prefix, RouteDecl, SloDecl
from plano.language.models.services import (
    KEYS,
    ConsumersDecl,
    Kind,
    OperationDecl,
    ResourcesDecl,
    ScaleDecl,
    ScheduleDecl,
    ServiceDecl,
    VolumeDecl,
)
from plano.language.models.shapes import PathDecl, ShapeName
from plano.language.models.systems import KafkaDecl, SystemDecl, SystemsDecl, WireguardDecl
from plano.language.models.topics import TopicDecl

LANGUAGE_VERSION = 1

__all__ = [
    "KEYS", "LANGUAGE_VERSION", "AcceptDecl", "AccessList", "AlertsDecl", "BackupsDecl", "Blueprint", "ConsumeDecl",
    "ConsumersDecl", "DatabaseDecl", "EntityDecl", "EnvironmentDecl", "FieldDecl", "FieldMap", "HostDecl", "KafkaDecl",
    "KafkaOverride", "Kind", "NetworksDecl", "OperationDecl", "PathDecl", "PlatformDecl", "ResourcesDecl", "RetryDecl",
    "RouteDecl", "ScaleDecl", "ScheduleDecl", "ServiceDecl", "ServiceOverride", "SettingDecl", "ShapeName", "SloDecl",
    "SystemDecl", "SystemsDecl", "SystemsOverride", "TopicDecl", "TypeBody", "Verbs", "VolumeDecl", "WireguardDecl",
]  # fmt: skip


class Blueprint(Model):
    """The whole platform. Maps keep the order in which they were written."""

    blueprint: Literal[1]
    """The version of the language."""
    platform: PlatformDecl
    """The platform's name and where its things are."""
    environments: Annotated[dict[Label, EnvironmentDecl], Field(min_length=1)]
    """In promotion order; the last is closest to the users."""
    networks: NetworksDecl = NetworksDecl()
    """Networks, which may not overlap."""
    hosts: dict[Label, HostDecl] = Field(default_factory=dict)
    """Machines."""
    systems: SystemsDecl = SystemsDecl()
    """What is not named is not deployed."""
    backups: BackupsDecl | None = None
    """Where copies of the data go."""
    alerts: AlertsDecl | None = None
    """Who is told."""
    databases: dict[Label, DatabaseDecl] = Field(default_factory=dict)
    """PostgreSQL servers."""
    types: dict[Pascal, TypeDecl] = Field(default_factory=dict)
    """Value objects that entities, topics and operations share."""
    topics: dict[TopicName, TopicDecl] = Field(default_factory=dict)
    """Topics of Kafka."""
    services: dict[Label, ServiceDecl] = Field(default_factory=dict)
    """What runs."""
    routes: dict[Prefix, RouteDecl] = Field(default_factory=dict)
    """Public path prefix → service."""
    accept: tuple[AcceptDecl, ...] = ()
    """Exceptions to warnings and breaking rules."""
