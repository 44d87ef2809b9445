"""Environments, and what may differ between them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from plano.language.models.addresses import Domain, HostPort, Url
from plano.language.models.base import Flag, Integer, Model, refuse
from plano.language.models.names import Label, Snake
from plano.language.models.quantities import Size
from plano.language.models.services import ConsumersDecl, ResourcesDecl, ScaleDecl

SettingValue = str | int | float | bool | None


def _setting(value: object) -> SettingValue:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise refuse("wrong-type", "a setting is one value, not a list or a map")


Setting = Annotated[
    SettingValue, PlainValidator(_setting), WithJsonSchema({"type": ["string", "number", "boolean", "null"]})
]


class ServiceOverride(Model):
    """What differs for one service. A key within `scale`, `consumers` or `resources` that is not written stays."""

    scale: ScaleDecl = ScaleDecl()
    """Replicas of the API."""
    consumers: ConsumersDecl = ConsumersDecl()
    """Processes that consume."""
    resources: ResourcesDecl = ResourcesDecl()
    """What one replica is given."""
    config: dict[Snake, Setting] = Field(default_factory=dict)
    """Name of a setting → its value here."""
    url: Url | None = None
    """Where an external service is."""


class KafkaOverride(Model):
    """What differs for this environment's Kafka."""

    version: str | None = None
    """Its version."""
    brokers: Annotated[Integer, Field(ge=1, le=99)] | None = None
    """How many brokers."""
    storage: Size | None = None
    """Room for each broker."""
    bootstrap: tuple[HostPort, ...] = ()
    """Where it already runs."""


class SystemsOverride(Model):
    """Systems of which there is one per environment."""

    kafka: KafkaOverride | None = None


class EnvironmentDecl(Model):
    """An environment: one namespace, with data of its own."""

    domain: Domain | None = None
    """Default: `platform.domain` for the last, `<environment>.<platform.domain>` for the others."""
    public: Flag | None = None
    """Reachable from the internet. Default: only the last is."""
    services: dict[Label, ServiceOverride] = Field(default_factory=dict)
    """Service → what differs here."""
    systems: SystemsOverride = SystemsOverride()
    """Per-environment systems → what differs here."""
