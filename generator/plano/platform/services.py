"""Services: everything that one declares, with what it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from plano.language.blueprint import Blueprint, ConsumeDecl, ServiceDecl
from plano.platform.endpoints import endpoints, entities_of, types_of
from plano.platform.entities import entity
from plano.platform.fields import FieldPool, mentioned, reached
from plano.platform.issuer import issuer, issuer_name, platform_roles
from plano.platform.model import (
    Call,
    Consumption,
    Endpoint,
    Entity,
    Retry,
    Schedule,
    Service,
    Setting,
    Topic,
    ValueType,
    Volume,
)
from plano.platform.names import consumer_group, dead_topic, generated_package, pascal, retry_topic, snake

if TYPE_CHECKING:
    from plano.externals.model import Apis


class _Offer(NamedTuple):
    """What a service offers to its callers; `mentioned` are the types of its endpoints, in the order of mention."""

    entities: dict[str, Entity]
    endpoints: tuple[Endpoint, ...]
    mentioned: tuple[str, ...]


class _Known(NamedTuple):
    """What every service may refer to. `calls` has a call of each service that another one calls."""

    types: Mapping[str, ValueType]
    topics: Mapping[str, Topic]
    pool: FieldPool
    calls: Mapping[str, Call]
    callers: Mapping[str, list[str]]
    issuer: str | None
    roles: tuple[str, ...]


def services(
    blueprint: Blueprint, types: Mapping[str, ValueType], topics: Mapping[str, Topic], pool: FieldPool, apis: Apis = ()
) -> tuple[Service, ...]:
    """Every service, in the blueprint's order; `apis` are those of externals whose files were read."""
    issuing = issuer_name(blueprint)
    offers: dict[str, _Offer] = {}
    callers: dict[str, list[str]] = {}
    for name, decl in blueprint.services.items():
        offers[name] = _offer(decl, pool, has_issuer=issuing is not None)
        for called in decl.calls:
            callers.setdefault(called, []).append(name)
    calls = {called: _call(called, blueprint, types, offers[called], apis) for called in callers}
    known = _Known(types, topics, pool, calls, callers, issuing, platform_roles(blueprint))
    return tuple(_service(name, blueprint, known, offers[name]) for name in blueprint.services)


def _offer(decl: ServiceDecl, pool: FieldPool, *, has_issuer: bool) -> _Offer:
    own = {name: entity(name, each, pool) for name, each in decl.entities.items()}
    found = endpoints(decl, own, pool, has_issuer=has_issuer)
    return _Offer(own, found, tuple(dict.fromkeys(name for endpoint in found for name in types_of(endpoint))))


def _service(name: str, blueprint: Blueprint, known: _Known, offer: _Offer) -> Service:
    decl = blueprint.services[name]
    calls = tuple(known.calls[called] for called in decl.calls)
    publishes = tuple(known.topics[topic] for topic in decl.publishes)
    consumes = tuple(_consumption(decl.was or name, known.topics[topic], each) for topic, each in decl.consumes.items())
    config = tuple(Setting(known.pool.field(key, each), each.secret) for key, each in decl.config.items())
    return Service(
        name=name,
        kept=decl.was or name,
        kind=decl.kind,
        description=decl.description,
        title=decl.title or blueprint.platform.name,
        platform=blueprint.platform.name,
        package=snake(name),
        generated=generated_package(blueprint.platform.name, name),
        database=decl.database,
        entities=tuple(offer.entities.values()),
        types=reached(_mentions(offer, calls, publishes, consumes, config), known.types),
        endpoints=offer.endpoints,
        publishes=publishes,
        consumes=consumes,
        calls=calls,
        callers=tuple(known.callers.get(name, ())),
        issuer=issuer(decl, offer.entities.values()),
        trusts=known.issuer if decl.kind == "fastapi" else None,
        roles=known.roles,
        config=config,
        volumes=tuple(Volume(key, each.kind, each.size, each.path) for key, each in decl.volumes.items()),
        schedules=tuple(
            Schedule(key, each.cron, each.zone, each.handler, each.overlap) for key, each in decl.schedule.items()
        ),
        image=_image(name, decl, blueprint.platform.registry),
        port=decl.port,
        health=decl.health,
        url=decl.url or "",
        openapi=decl.openapi,
        ejected=decl.ejected,
    )


def _mentions(
    offer: _Offer,
    calls: tuple[Call, ...],
    publishes: tuple[Topic, ...],
    consumes: tuple[Consumption, ...],
    config: tuple[Setting, ...],
) -> Iterator[str]:
    for own in offer.entities.values():
        yield from mentioned(own.fields)
    yield from offer.mentioned
    for topic in (*publishes, *(each.topic for each in consumes)):
        yield from (kind.name for kind in topic.types)
    yield from mentioned(setting.field for setting in config)
    for call in calls:
        yield from (kind.name for kind in call.types)


def _call(name: str, blueprint: Blueprint, types: Mapping[str, ValueType], offer: _Offer, apis: Apis) -> Call:
    decl = blueprint.services[name]
    answered = dict.fromkeys(each for endpoint in offer.endpoints for each in entities_of(endpoint))
    entities = tuple(offer.entities[each] for each in answered)
    of_entities = (kind for each in entities for kind in mentioned(each.fields))
    return Call(
        service=name,
        symbol=f"{pascal(name)}Client",
        kind=_call_kind(name, blueprint),
        url=decl.url or "",
        endpoints=offer.endpoints,
        entities=entities,
        types=reached((*offer.mentioned, *of_entities), types),
        api=next((each for each in apis if (each.service, each.file) == (name, decl.openapi)), None),
    )


def _call_kind(name: str, blueprint: Blueprint) -> Literal["service", "smtp", "http"]:
    """By the scheme of an external's address: its own, or else the first that an environment gives it."""
    decl = blueprint.services[name]
    if decl.kind != "external":
        return "service"
    overrides = (each.services.get(name) for each in blueprint.environments.values())
    urls = (decl.url, *(each.url for each in overrides if each is not None))
    scheme = next((urlsplit(url).scheme for url in urls if url), "")
    return "smtp" if scheme in ("smtp", "smtps") else "http"


def _consumption(service: str, topic: Topic, decl: ConsumeDecl) -> Consumption:
    retry = Retry(decl.retry.mode, decl.retry.attempts, float(decl.retry.first), float(decl.retry.max))
    return Consumption(
        topic=topic,
        handler=decl.handler or f"on_{snake(topic.name)}",
        group=decl.group or consumer_group(service, topic.name),
        concurrency=decl.concurrency,
        batch=decl.batch,
        retry=retry,
        retry_topic=retry_topic(topic.name, service) if retry.mode == "topics" else None,
        dead_topic=dead_topic(topic.name, service),
    )


def _image(name: str, decl: ServiceDecl, registry: str) -> str:
    if decl.kind == "external":
        return ""
    return decl.image or f"{registry}/{name}"
