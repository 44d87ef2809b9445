"""Services: what runs, what it offers, what it uses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano.language.models.access import AccessList, Verbs
from plano.language.models.addresses import Image, Url, UrlPath
from plano.language.models.base import Flag, Integer, Model
from plano.language.models.entities import EntityDecl
from plano.language.models.fields import FieldMap, SettingDecl
from plano.language.models.messages import ConsumeDecl
from plano.language.models.names import Label, Pascal, Snake, TopicName
from plano.language.models.quantities import Cpu, Percent, Size
from plano.language.models.schedules import Cron, Zone
from plano.language.models.shapes import Path, Request, Response
from plano.platform.model import Method

Kind = Literal["fastapi", "vue", "container", "external"]


class OperationDecl(Model):
    """An endpoint whose body is a hand-written handler."""

    method: Method = "POST"
    """The HTTP method. Example: `GET`."""
    path: Path
    """Its path; `{order_id: uuid}` in it is a typed argument.

    Examples: `/prices`, `"/orders/{order_id: uuid}/cancel"`.
    """
    query: FieldMap = Field(default_factory=dict)
    """Arguments after the `?`. Example: `{since: date | null}`."""
    request: Request | None = None
    """The body: a field map, or the name of a type.

    Examples: `{items: list(Item), note: text | null}`, `PriceList`.
    """
    response: Response | None = None
    """The answer: a field map, the name of a type or an entity, or `list(…)` of one.

    Examples: `Order`, `list(Order)`, `{lines: list(Line)}`.
    """
    status: Annotated[Integer, Field(ge=200, le=299)] | None = None
    """The status of success. Default: 200, and 204 without a response. Example: `201`."""
    access: AccessList | None = None
    """Who may call it. Default: the service's `access`. Examples: `owner`, `[owner, role(support)]`."""


class ScaleDecl(Model):
    """How many replicas of the API."""

    min: Annotated[Integer, Field(ge=1, le=1000)] | None = None
    """The fewest. Default: 2 in the last environment, 1 elsewhere. Example: `2`."""
    max: Annotated[Integer, Field(ge=1, le=1000)] | None = None
    """The most. Default: as `min`. Example: `6`."""
    cpu_target: Percent | None = None
    """The load at which a replica is added. Default: 70%, where `max` is above `min`. Example: `70%`."""


class ConsumersDecl(Model):
    """How many processes consume."""

    min: Annotated[Integer, Field(ge=1, le=1000)] | None = None
    """The fewest. Default: 1. Example: `1`."""
    max: Annotated[Integer, Field(ge=1, le=1000)] | None = None
    """The most. Default: as `min`. Example: `3`."""


class ResourcesDecl(Model):
    """What one replica is given."""

    cpu: Cpu | None = None
    """Cores requested. Default: 100m. Example: `500m`."""
    memory: Size | None = None
    """Memory requested and the limit. Default: 256Mi. Example: `512Mi`."""


class VolumeDecl(Model):
    """A volume that outlives the pods."""

    kind: Annotated[Literal["shared", "block"], Field(alias="class")]
    """`shared` is NFS, for many replicas; `block` is Longhorn, for one. Example: `shared`."""
    size: Size
    """How much it holds. Example: `10Gi`."""
    path: UrlPath
    """Where the service sees it. Example: `/photos`."""


class ScheduleDecl(Model):
    """A job that runs by the clock."""

    cron: Cron
    """Minute, hour, day of month, month, day of week. Example: `"0 2 * * *"`."""
    zone: Zone = "UTC"
    """The time zone in which `cron` is read. Example: `Europe/Madrid`."""
    handler: Snake
    """The hand-written function. Example: `reconcile`."""
    overlap: Literal["forbid", "allow", "replace"] = "forbid"
    """What happens when the last run has not ended. Example: `replace`."""


class ServiceDecl(Model):
    """A service. Its kind says which of these keys it may have."""

    kind: Kind
    """`fastapi` and `vue` are generated; `container` is your own image; `external` runs elsewhere.

    Example: `fastapi`.
    """
    description: str = ""
    """What it is for, in a sentence. Example: `Takes orders and follows them to the door.`."""
    was: Label | None = None
    """The name under which its databases and consumer groups are kept: leave it there after a rename.

    Example: `purchases`.
    """
    database: Label | None = None
    """The server that it keeps its data on. Example: `main`."""
    entities: dict[Pascal, EntityDecl] = Field(default_factory=dict)
    """Its tables. Example: `{Product: {fields: {sku: string(32)}, unique: [[sku]]}}`."""
    expose: dict[Pascal, Verbs] = Field(default_factory=dict)
    """Which entities are resources of its API, and who may do what with them.

    Examples: `{Order: {list: owner, get: owner}}`, `{Product: [list, get]}`.
    """
    operations: dict[Snake, OperationDecl] = Field(default_factory=dict)
    """Endpoints with a hand-written body.

    Example: `{place_order: {path: /orders, request: {items: list(Item)}, response: Order, status: 201}}`.
    """
    access: AccessList | None = None
    """The default for its endpoints. Without it: `user`, and `public` where the platform has no issuer.

    Example: `role(support)`.
    """
    issuer: Flag = False
    """It knows the people, and issues the tokens that the others check. Example: `true`."""
    roles: tuple[Label, ...] = ()
    """Roles that the issuer may give; `admin` always exists. Example: `[support]`."""
    publishes: tuple[TopicName, ...] = ()
    """Topics that it may publish. Example: `[orders.placed, orders.cancelled]`."""
    consumes: dict[TopicName, ConsumeDecl] = Field(default_factory=dict)
    """Topics that it reads. Example: `{payments.settled: {handler: mark_paid}}`."""
    calls: tuple[Label, ...] = ()
    """Services that it calls. Example: `[catalog, mail]`."""
    config: dict[Snake, SettingDecl] = Field(default_factory=dict)
    """Settings of its own. Example: `{page_size: int = 30, api_key: {type: text, secret: true}}`."""
    volumes: dict[Label, VolumeDecl] = Field(default_factory=dict)
    """What it mounts. Example: `{photos: {class: shared, size: 10Gi, path: /photos}}`."""
    scale: ScaleDecl = ScaleDecl.model_construct()
    """Replicas of the API. Example: `{min: 2, max: 6, cpu_target: 70%}`."""
    consumers: ConsumersDecl = ConsumersDecl.model_construct()
    """Processes that consume. Example: `{min: 1, max: 3}`."""
    resources: ResourcesDecl = ResourcesDecl.model_construct()
    """What one replica is given. Example: `{cpu: 500m, memory: 512Mi}`."""
    schedule: dict[Label, ScheduleDecl] = Field(default_factory=dict)
    """Jobs by the clock. Example: `{reconcile: {cron: "0 2 * * *", zone: Europe/Madrid, handler: reconcile}}`."""
    title: str = ""
    """What the browser shows on its tab. Example: `Tienda`."""
    image: Image | None = None
    """The image to run. Default: the platform's registry and the service's name.

    Example: `registry.tienda.example/tienda/search:1.4`.
    """
    port: Annotated[Integer, Field(ge=1, le=65535)] = 8000
    """Where the container listens. Example: `9000`."""
    health: UrlPath = "/"
    """The path that answers 200 while it is well. Example: `/healthz`."""
    url: Url | None = None
    """Where it is, unless each environment says so.

    Examples: `https://api.carrier.example`, `smtp://mail.tienda.example:587`.
    """
    ejected: Flag = False
    """Its code is yours, under `services/<package>/`; all around it is derived as before. Example: `true`."""
    openapi: str = ""
    """The file that describes its API, relative to the blueprint: OpenAPI 3.0 or 3.1, as JSON or YAML.

    Its callers get a typed client of it. Example: `services/carrier/openapi.json`.
    """


_EVERY = frozenset({"kind", "description", "was"})
KEYS: dict[Kind, frozenset[str]] = {
    "fastapi": frozenset(ServiceDecl.model_fields) - {"title", "image", "port", "health", "url", "openapi"},
    "vue": _EVERY | {"title", "calls", "resources", "scale"},
    "container": _EVERY | {
        "image", "port", "health", "database", "publishes", "consumes", "calls", "config", "volumes", "scale",
        "resources",
    },
    "external": _EVERY | {"url", "openapi", "config"},
}  # fmt: skip
"""Kind → the keys that a service of it may have."""

CONTAINER_CONSUMES = frozenset({"concurrency", "group"})
"""What a container may say of a topic that it consumes: the rest is its own code's."""
