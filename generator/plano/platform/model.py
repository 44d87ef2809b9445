"""The resolved platform: every default filled in, every reference followed, every name derived.

All classes are frozen and hashable, so that a file can be a pure function of the part it shows.
Durations are seconds, sizes are Kubernetes quantities as written. Collections are tuples in the
blueprint's order, unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from plano.language.fieldtypes import FieldType
from plano.platform.attached import Schedule as Schedule
from plano.platform.attached import Volume as Volume
from plano.platform.places import Constant as Constant
from plano.platform.places import DatabaseServer as DatabaseServer
from plano.platform.places import Deployment as Deployment
from plano.platform.places import Environment as Environment
from plano.platform.places import Host as Host
from plano.platform.places import Route as Route
from plano.platform.places import Scale as Scale
from plano.platform.places import System as System

if TYPE_CHECKING:
    from plano.externals.model import Api, Apis

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Verb = Literal["list", "get", "create", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Field:
    """A named, typed value of an entity, a type, a topic, a request or a response.

    `default` counts only where `has_default`; `minimum` and `maximum` bound numbers, `pattern` text.
    """

    name: str
    type: FieldType
    nullable: bool = False
    has_default: bool = False
    default: Constant = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    pattern: str | None = None
    description: str = ""
    readonly: bool = False
    writeonly: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class ValueType:
    """A value object that entities, topics and operations share."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A Kafka topic. `symbol` is its class name (`OrdersPlaced`); `retention` is seconds or None for ever."""

    name: str
    symbol: str
    description: str
    key: str | None
    partitions: int
    replicas: int
    retention: int | None
    compact: bool
    compatibility: str
    fields: tuple[Field, ...]
    types: tuple[ValueType, ...]  # all that the fields reach, dependencies first
    publishers: tuple[str, ...]
    consumers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call an endpoint; `role` is set for kind `role` alone."""

    kind: Literal["public", "user", "owner", "role", "service"]
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """A shape written as a field map; `symbol` is the class generated for it (`PlaceOrderRequest`)."""

    symbol: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class OfType:
    """A shape that is one of the blueprint's `types`."""

    name: str


@dataclass(frozen=True, slots=True)
class OfEntity:
    """A shape that is an entity of this service, as its response shows it."""

    name: str


@dataclass(frozen=True, slots=True)
class ListShape:
    """A JSON array of one shape."""

    item: Fields | OfType | OfEntity


Shape = Fields | OfType | OfEntity | ListShape


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method and path. `path` is canonical, with `{name}` for each of `path_fields`.

    `verb` and `entity` are set for what `expose` opens; `entity` is also set where access is `owner`.
    `request` is None without a body; `response` is None without one (then `status` is 204).
    `filters`, `prefixes` and `sorts` belong to a `list`: the fields to filter by, which of them an index serves
    together, and the values of `sort` (`-created_at`), `default_sort` first.
    """

    name: str  # operationId, handler and client method: place_order, list_orders
    method: Method
    path: str
    path_fields: tuple[Field, ...]
    query: tuple[Field, ...]
    request: Fields | OfType | None
    response: Shape | None
    status: int
    access: tuple[Access, ...]
    verb: Verb | None = None
    entity: str | None = None
    filters: tuple[Field, ...] = ()
    prefixes: tuple[tuple[str, ...], ...] = ()
    sorts: tuple[str, ...] = ()
    default_sort: str = "-id"


@dataclass(frozen=True, slots=True)
class Entity:
    """A table and its resource. `path` is the collection's (`/orders`), `singular`/`plural` name client methods."""

    name: str
    table: str
    path: str
    singular: str
    plural: str
    fields: tuple[Field, ...]
    unique: tuple[tuple[str, ...], ...]
    indexes: tuple[tuple[str, ...], ...]
    owner: str | None


@dataclass(frozen=True, slots=True)
class Retry:
    """How a failed message is tried again; times in seconds."""

    mode: Literal["blocking", "topics"]
    attempts: int
    first: float
    maximum: float


@dataclass(frozen=True, slots=True)
class Consumption:
    """One topic that a service consumes. `retry_topic` is None where retries block."""

    topic: Topic
    handler: str
    group: str
    concurrency: int
    batch: int
    retry: Retry
    retry_topic: str | None
    dead_topic: str


@dataclass(frozen=True, slots=True)
class Call:
    """A service that this one calls. `endpoints` are empty for an external without an OpenAPI file."""

    service: str
    symbol: str  # CatalogClient
    kind: Literal["service", "smtp", "http"]
    url: str  # an external's; empty for a service of ours
    endpoints: tuple[Endpoint, ...]
    entities: tuple[Entity, ...]  # what those endpoints return
    types: tuple[ValueType, ...]
    api: Api | None = None  # what an external's OpenAPI file says


@dataclass(frozen=True, slots=True)
class Setting:
    """A typed setting of a service's own; `secret` ones come from the secret store."""

    field: Field
    secret: bool


@dataclass(frozen=True, slots=True)
class Issuer:
    """What the issuing service adds: its account entity and the roles that may be given."""

    account: str
    roles: tuple[str, ...]  # `admin` first
    register: tuple[Field, ...]  # of the account: not readonly, `email` included, without the password


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `package` is yours (`order_items`), `generated` the derived one (`tienda_order_items`)."""

    name: str
    kept: str  # the name under which its data are kept: the one it had before it was renamed, or its own
    kind: Literal["fastapi", "vue", "container", "external"]
    description: str
    title: str
    platform: str
    package: str
    generated: str
    database: str | None  # the server's name
    entities: tuple[Entity, ...]
    types: tuple[ValueType, ...]  # all that this service's code mentions, dependencies first
    endpoints: tuple[Endpoint, ...]
    publishes: tuple[Topic, ...]
    consumes: tuple[Consumption, ...]
    calls: tuple[Call, ...]
    callers: tuple[str, ...]  # services whose `calls` name this one
    issuer: Issuer | None
    trusts: str | None  # the service that issues the tokens which this one checks
    roles: tuple[str, ...]  # every role of the platform
    config: tuple[Setting, ...]
    volumes: tuple[Volume, ...]
    schedules: tuple[Schedule, ...]
    image: str = ""
    port: int = 8000
    health: str = ""
    url: str = ""
    openapi: str = ""
    ejected: bool = False

    @property
    def home(self) -> str:
        """The folder of its Dockerfile and tests: derived ones, or yours once it is ejected."""
        return f"services/{self.package}" if self.ejected else f"generated/services/{self.name}"

    @property
    def source(self) -> str:
        """The folder on Python's path that holds the package named `generated`."""
        return f"{self.home}/src" if self.ejected else self.home


@dataclass(frozen=True, slots=True)
class Platform:
    name: str
    description: str
    domain: str
    registry: str
    repository: str
    contact: str
    languages: tuple[str, ...]
    environments: tuple[Environment, ...]
    hosts: tuple[Host, ...]
    systems: tuple[System, ...]
    databases: tuple[DatabaseServer, ...]
    types: tuple[ValueType, ...]
    topics: tuple[Topic, ...]
    services: tuple[Service, ...]
    routes: tuple[Route, ...]
    ejected: bool = False  # nothing is derived any more

    @property
    def apis(self) -> Apis:
        """What was read of the files of externals that are called; `resolve` needs it to make this platform again."""
        found = (call.api for service in self.services for call in service.calls if call.api is not None)
        return tuple(dict.fromkeys(found))

    def service(self, name: str) -> Service:
        """The service of that name; KeyError if there is none."""
        for service in self.services:
            if service.name == name:
                return service
        raise KeyError(name)

    def environment(self, name: str) -> Environment:
        """The environment of that name; KeyError if there is none."""
        for environment in self.environments:
            if environment.name == name:
                return environment
        raise KeyError(name)
