"""Services: everything that one declares, with what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from plano.language.blueprint import Blueprint, ConsumeDecl, ServiceDecl
from plano.platform.endpoints import endpoints, entities_of, types_of
from plano.platform.entities import entity
from plano.platform.fields import field, mentioned, reached
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


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a service offers to its callers."""

    entities: dict[str, Entity]
    endpoints: tuple[Endpoint, ...]


def services(blueprint: Blueprint, types: Mapping[str, ValueType], topics: Mapping[str, Topic]) -> tuple[Service, ...]:
    """Every service, in the blueprint's order."""
    has_issuer = issuer_name(blueprint) is not None
    offers: dict[str, _Offer] = {}
    callers: dict[str, list[str]] = {name: [] for name in blueprint.services}
    for name, decl in blueprint.services.items():
        own = {key: entity(key, value) for key, value in decl.entities.items()}
        offers[name] = _Offer(own, endpoints(decl, own, has_issuer=has_issuer))
        for called in decl.calls:
            callers[called].append(name)
    return tuple(_service(name, blueprint, types, topics, offers, tuple(callers[name])) for name in blueprint.services)


def _service(
    name: str,
    blueprint: Blueprint,
    types: Mapping[str, ValueType],
    topics: Mapping[str, Topic],
    offers: Mapping[str, _Offer],
    callers: tuple[str, ...],
) -> Service:
    decl = blueprint.services[name]
    offer = offers[name]
    calls = tuple(_call(called, blueprint, types, offers[called]) for called in decl.calls)
    publishes = tuple(topics[topic] for topic in decl.publishes)
    consumes = tuple(_consumption(decl.was or name, topics[topic], each) for topic, each in decl.consumes.items())
    config = tuple(Setting(field(key, each), each.secret) for key, each in decl.config.items())
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
        types=reached(_mentions(offer, calls, publishes, consumes, config), types),
        endpoints=offer.endpoints,
        publishes=publishes,
        consumes=consumes,
        calls=calls,
        callers=callers,
        issuer=issuer(decl, offer.entities.values()),
        trusts=issuer_name(blueprint) if decl.kind == "fastapi" else None,
        roles=platform_roles(blueprint),
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
    for endpoint in offer.endpoints:
        yield from types_of(endpoint)
    for topic in (*publishes, *(each.topic for each in consumes)):
        yield from mentioned(topic.fields)
    yield from mentioned(setting.field for setting in config)
    for call in calls:
        yield from (kind.name for kind in call.types)


def _call(name: str, blueprint: Blueprint, types: Mapping[str, ValueType], offer: _Offer) -> Call:
    decl = blueprint.services[name]
    answered = dict.fromkeys(each for endpoint in offer.endpoints for each in entities_of(endpoint))
    entities = tuple(offer.entities[each] for each in answered)
    return Call(
        service=name,
        symbol=f"{pascal(name)}Client",
        kind=_call_kind(name, blueprint),
        url=decl.url or "",
        endpoints=offer.endpoints,
        entities=entities,
        types=reached(_call_types(offer.endpoints, entities), types),
    )


def _call_types(offered: Iterable[Endpoint], entities: Iterable[Entity]) -> Iterator[str]:
    for endpoint in offered:
        yield from types_of(endpoint)
    for each in entities:
        yield from mentioned(each.fields)


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
