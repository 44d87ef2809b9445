"""How a service's parts are put together: its context, its consumers and jobs, and the service itself."""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.classes import FieldView, declared, field_view
from plano.emitters.fastapi.endpoints import exposed_entities, operations_of
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, call, group, index, named, statement
from plano.emitters.fastapi.package import module_name
from plano.emitters.literals import Code, python
from plano.emitters.typetable import Symbol
from plano.language.fieldtypes import Scalar
from plano.platform.model import Call, Consumption, Field, Service
from plano.platform.names import snake

_KIT_CONTEXT = Symbol("plano_kit.context", "Context")
_KIT_CONFIG = Symbol("plano_kit.settings", "Config")
_OUTBOUND = Symbol("plano_kit.clients", "Outbound")
_SCOPE = Symbol("plano_kit.clients", "CallScope")
_HANDLERS = Symbol(".binding", "handlers")
_CONTEXT = Symbol(".context", "Context")
_CONSUMER = Symbol("plano_kit.service", "Consumer")
_RETRY = Symbol("plano_kit.service", "Retry")
_JOB = Symbol("plano_kit.service", "Job")
_SERVICE = Symbol("plano_kit.service", "Service")
_ISSUER = Symbol("plano_kit.service", "Issuer")
_PATH = Symbol("pathlib", "Path")
_METADATA = Symbol(".tables", "metadata")
_CLIENTS = Symbol(".context", "clients")
_CONFIG = Symbol(".context", "Config")
_DATACLASS = Symbol("dataclasses", "dataclass")
_NEVER = Symbol("typing", "Never")


@dataclass(frozen=True, slots=True)
class ContextView:
    """`context.py`."""

    imports: Code
    dataclass: Code
    clients: tuple[Code, ...]
    outbound: Code
    scope: Code
    made: Code
    config: Code
    settings: tuple[FieldView, ...]
    context: Code


@dataclass(frozen=True, slots=True)
class StatementView:
    """A module of one statement."""

    description: str
    imports: Code
    statement: Code


def context(service: Service, classes: frozenset[str]) -> ContextView:
    """The context that handlers are given, with typed clients and settings."""
    fields = {snake(each.service) for each in service.calls} | {each.field.name for each in service.config}
    imports = Imports({"Clients", "Config", "Context", "clients"} | fields, classes)
    annotations = Annotations(imports, ".types")
    clients = [(snake(each.service), *_client(each, imports)) for each in service.calls]
    made = call("Clients", *(named(name, value) for name, _, value in clients))
    events = [imports.use(Symbol(".events", topic.symbol)) for topic in service.publishes]
    published = " | ".join(events) or imports.use(_NEVER)
    return ContextView(
        dataclass=Code(imports.use(_DATACLASS)),
        clients=tuple(Code(f"{name}: {symbol}") for name, symbol, _ in clients),
        outbound=Code(imports.use(_OUTBOUND)),
        scope=Code(imports.use(_SCOPE)),
        made=Code(statement("return", None, made, 4).replace("return = ", "return ", 1)),
        config=Code(imports.use(_KIT_CONFIG)),
        settings=tuple(_setting(annotations, each.field, secret=each.secret) for each in service.config),
        context=Code(f"{imports.use(_KIT_CONTEXT)}[Clients, Config, {published}]"),
        imports=imports.block(),
    )


def _client(each: Call, imports: Imports) -> tuple[str, Node]:
    name = python(each.service)
    if each.kind == "service" or each.api is not None:
        symbol = imports.use(Symbol(f".clients.{module_name(each.service)}", each.symbol))
        source = "service" if each.kind == "service" else "external"
        return symbol, call(symbol, call(f"outbound.{source}", name), "scope")
    kind, source = ("SmtpClient", "smtp") if each.kind == "smtp" else ("ExternalClient", "external")
    symbol = imports.use(Symbol("plano_kit.clients", kind))
    return symbol, call(symbol, call(f"outbound.{source}", name), "scope")


def _setting(annotations: Annotations, field: Field, *, secret: bool) -> FieldView:
    if secret:
        return declared(field.name, annotations.plain(Symbol("pydantic", "SecretStr")), None, field.description)
    return field_view(annotations, field, annotations.default(field))


def consumers(service: Service, classes: frozenset[str]) -> StatementView:
    """`consumers.py`: which topic goes to which handler."""
    imports = Imports({"CONSUMERS"}, classes)
    handlers = imports.use(_HANDLERS)
    context_ = imports.use(_CONTEXT)
    consumer = imports.use(_CONSUMER)
    items = tuple(_consumer(each, consumer, handlers, imports) for each in service.consumes)
    kind = index("tuple", index(consumer, context_), "...")
    written = statement("CONSUMERS", kind, group(items), 0)
    return StatementView("What this service consumes.", imports.block(), Code(written))


def _consumer(each: Consumption, consumer: str, handlers: str, imports: Imports) -> Node:
    retry = each.retry
    policy = call(
        imports.use(_RETRY),
        named("mode", python(retry.mode)),
        named("attempts", python(retry.attempts)),
        named("first", python(retry.first)),
        named("maximum", python(retry.maximum)),
    )
    return call(
        consumer,
        named("event", imports.use(Symbol(".events", each.topic.symbol))),
        named("handler", f"{handlers}.{each.handler}"),
        named("group", python(each.group)),
        named("concurrency", python(each.concurrency)),
        named("batch", python(each.batch)),
        named("retry", policy),
        named("retry_topic", python(each.retry_topic)),
        named("dead_topic", python(each.dead_topic)),
    )


def jobs(service: Service, classes: frozenset[str]) -> StatementView:
    """`jobs.py`: what its schedules run."""
    imports = Imports({"JOBS"}, classes)
    handlers = imports.use(_HANDLERS)
    context_ = imports.use(_CONTEXT)
    job = imports.use(_JOB)
    items = tuple(call(job, python(each.name), f"{handlers}.{each.handler}") for each in service.schedules)
    written = statement("JOBS", index("tuple", index(job, context_), "..."), group(items), 0)
    return StatementView("What schedules run, each by `job NAME`.", imports.block(), Code(written))


def definition(service: Service, classes: frozenset[str], domain: str, callers: tuple[str, ...]) -> StatementView:
    """`service.py`: the whole service as one value; `callers` may show it a service's token."""
    imports = Imports({"SERVICE"}, classes)
    context_ = imports.use(_CONTEXT)
    kind = imports.use(_SERVICE)
    path = imports.use(_PATH)
    metadata = imports.use(_METADATA) if service.database is not None else "None"
    written = call(
        kind,
        named("platform", python(service.platform)),
        named("name", python(service.name)),
        named("description", python(service.description)),
        named("package", python(f"services.{service.package}")),
        named("domain", python(domain)),
        named("context", context_),
        named("clients", imports.use(_CLIENTS)),
        named("config", imports.use(_CONFIG)),
        named("metadata", metadata),
        named("openapi", f'{path}(__file__).with_name("openapi.json")'),
        *_parts(service, callers, imports),
    )
    text = statement("SERVICE", index(kind, context_), written, 0)
    return StatementView(service.description or f"The service {service.name}.", imports.block(), Code(text))


def _parts(service: Service, callers: tuple[str, ...], imports: Imports) -> list[Node]:
    found: list[Node] = []
    routers = [
        f"{imports.use(Symbol('.endpoints', module_name(entity.name), f'{entity.singular}_endpoints'))}.router"
        for entity in exposed_entities(service)
    ]
    if operations_of(service):
        routers.append(f"{imports.use(Symbol('.', 'operations'))}.router")
    if routers:
        found.append(named("routers", group(tuple(routers))))
    if service.consumes:
        found.append(named("consumers", imports.use(Symbol(".consumers", "CONSUMERS"))))
    if service.schedules:
        found.append(named("jobs", imports.use(Symbol(".jobs", "JOBS"))))
    if service.publishes:
        events = (imports.use(Symbol(".events", topic.symbol)) for topic in service.publishes)
        found.append(named("publishes", group(tuple(events))))
    if service.issuer is not None:
        found.append(named("issuer", _issuer(service, imports)))
    if service.trusts is not None:
        found.append(named("trusts", python(service.trusts)))
    if callers:
        names = group(tuple(python(name) for name in callers), "{}")
        found.append(named("callers", call("frozenset", names)))
    return found


def _issuer(service: Service, imports: Imports) -> Node:
    assert service.issuer is not None
    account = service.issuer.account
    module = f".entities.{module_name(account)}"
    email = next(field.name for field in service.issuer.register if field.type == Scalar("email"))
    return call(
        imports.use(_ISSUER),
        named("account", imports.use(Symbol(module, account))),
        named("response", imports.use(Symbol(module, f"{account}Response"))),
        named("register", imports.use(Symbol(".schemas", "RegisterRequest"))),
        named("email", python(email)),
        named("roles", group(tuple(map(python, service.issuer.roles)))),
    )
