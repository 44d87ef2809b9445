"""Environments, and what may differ between them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from plano.language.models.addresses import Domain, HostPort, Url
from plano.language.models.base import Flag, Integer, Model, reads, refuse, written
from plano.language.models.names import Label, Snake, Version
from plano.language.models.quantities import Size
from plano.language.models.services import ConsumersDecl, ResourcesDecl, ScaleDecl

SettingValue = str | int | float | bool | None


def _setting(value: object) -> SettingValue:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise refuse("wrong-type", "a setting is one value, not a list or a map")


Setting = Annotated[
    SettingValue,
    reads(_setting),
    written("value", "A text, a number, true, false or null.", "1", type=["string", "number", "boolean", "null"]),
]


class ServiceOverride(Model):
    """What differs for one service. A key within `scale`, `consumers` or `resources` that is not written stays."""

    scale: ScaleDecl = ScaleDecl.model_construct()
    """Replicas of the API. Example: `{min: 1, max: 2}`."""
    consumers: ConsumersDecl = ConsumersDecl.model_construct()
    """Processes that consume. Example: `{max: 2}`."""
    resources: ResourcesDecl = ResourcesDecl.model_construct()
    """What one replica is given. Example: `{memory: 512Mi}`."""
    config: dict[Snake, Setting] = Field(default_factory=dict)
    """Name of a setting → its value here. Example: `{page_size: 10}`."""
    url: Url | None = None
    """Where an external service is. Example: `smtp://mail.staging.tienda.example:587`."""


class KafkaOverride(Model):
    """What differs for this environment's Kafka."""

    version: Version | None = None
    """Its version. Example: `"4.1.0"`."""
    brokers: Annotated[Integer, Field(ge=1, le=99)] | None = None
    """How many brokers. Example: `1`."""
    storage: Size | None = None
    """Room for each broker. Example: `10Gi`."""
    bootstrap: tuple[HostPort, ...] = ()
    """Where it already runs. Example: `["kafka-1.tienda.example:9092"]`."""


class SystemsOverride(Model):
    """Systems of which there is one per environment."""

    kafka: KafkaOverride | None = None
    """What differs for this environment's Kafka. Example: `{brokers: 1, storage: 10Gi}`."""


class EnvironmentDecl(Model):
    """An environment: one namespace, with data of its own."""

    domain: Domain | None = None
    """Its public domain. Default: `platform.domain` for the last, `<environment>.<platform.domain>` for the others.

    Example: `staging.tienda.example`.
    """
    public: Flag | None = None
    """Reachable from the internet. Default: only the last is. Example: `false`."""
    services: dict[Label, ServiceOverride] = Field(default_factory=dict)
    """Service → what differs here. Example: `{orders: {scale: {max: 2}}}`."""
    systems: SystemsOverride = SystemsOverride.model_construct()
    """Per-environment systems → what differs here. Example: `{kafka: {brokers: 1}}`."""
