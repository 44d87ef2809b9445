"""A blueprint as its author wrote it: typed, with nothing resolved and nothing derived."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from plano.language.models.access import AccessList, Verbs
from plano.language.models.base import Model, refuse, shown
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


def _version(value: object) -> object:
    """Python takes true and 1.0 for 1; a version is neither."""
    if isinstance(value, bool | float):
        raise refuse("bad-choice", f"'blueprint' must be 1, not {shown(value).lower()}", "write 1")
    return value


class Blueprint(Model):
    """The whole platform. Maps keep the order in which they were written."""

    blueprint: Annotated[Literal[1], BeforeValidator(_version)]
    """The version of the language. Example: `1`."""
    platform: PlatformDecl
    """The platform's name and where its things are.

    Example: `{name: lab, domain: lab.example, registry: r.lab.example/lab, repository: "https://git.lab.example/lab"}`.
    """
    environments: Annotated[dict[Label, EnvironmentDecl], Field(min_length=1)]
    """In promotion order; the last is closest to the users. Example: `{staging: {}, production: {}}`."""
    networks: NetworksDecl = NetworksDecl.model_construct()
    """Networks, which may not overlap. Example: `{lan: [10.17.3.0/24]}`."""
    hosts: dict[Label, HostDecl] = Field(default_factory=dict)
    """Machines. Example: `{db-1: {address: 10.17.3.14, roles: [postgresql]}}`."""
    systems: SystemsDecl = SystemsDecl.model_construct()
    """What the platform is made of. What is not named is not deployed.

    Example: `{kubernetes: {}, kafka: {brokers: 3}}`.
    """
    backups: BackupsDecl | None = None
    """Where copies of the data go. Example: `{target: "s3://tienda-backups/platform", keep: 30d}`."""
    alerts: AlertsDecl | None = None
    """Who is told. Example: `{email: oncall@tienda.example, through: mail}`."""
    databases: dict[Label, DatabaseDecl] = Field(default_factory=dict)
    """PostgreSQL servers. Example: `{main: {host: db-1, version: 18}}`."""
    types: dict[Pascal, TypeDecl] = Field(default_factory=dict)
    """Value objects that entities, topics and operations share.

    Example: `{Item: {sku: string(32), quantity: int}}`.
    """
    topics: dict[TopicName, TopicDecl] = Field(default_factory=dict)
    """Topics of Kafka. Example: `{orders.placed: {key: order_id, fields: {order_id: uuid, placed_at: datetime}}}`."""
    services: dict[Label, ServiceDecl] = Field(default_factory=dict)
    """What runs. Example: `{web: {kind: vue, calls: [orders]}}`."""
    routes: dict[Prefix, RouteDecl] = Field(default_factory=dict)
    """Public path prefix → service. Example: `{/api/orders: {service: orders, rate_limit: 50/s}}`."""
    accept: tuple[AcceptDecl, ...] = ()
    """Exceptions to warnings and breaking rules.

    Example: `[{code: topic-unconsumed, subject: topic orders.returned, reason: read by the warehouse}]`.
    """
