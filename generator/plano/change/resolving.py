"""Platforms of blueprints that differ from one in a single place: what the place cannot reach is taken over.

It gives what `resolve` gives of the same blueprint, and takes as long as what the place reaches is large.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from plano.externals.model import Apis
from plano.language.blueprint import Blueprint, ServiceDecl
from plano.language.places import Path
from plano.platform.environments import environments
from plano.platform.fields import FieldPool
from plano.platform.issuer import issuer_name
from plano.platform.model import Environment, Platform, Service, Topic
from plano.platform.resolve import resolve
from plano.platform.services import services
from plano.platform.topics import topics


class Resolving:
    """Knows one blueprint that the rules accept, and its platform."""

    def __init__(self, blueprint: Blueprint, apis: Apis = ()) -> None:
        self._blueprint = blueprint
        self._apis = apis
        self.platform = resolve(blueprint, apis)
        self._types = {each.name: each for each in self.platform.types}
        self._topics = {each.name: each for each in self.platform.topics}
        self._issuer = issuer_name(blueprint)
        self._pool = FieldPool()

    def of(self, blueprint: Blueprint, path: Path) -> Platform:
        """The platform of `blueprint`, which differs from the known one at `path` alone; errors as `resolve`'s."""
        match path:
            case ("services", str(name), _, *_) if self._is_as_others_see_it(blueprint, name):
                return self._with_service(blueprint, name)
            case ("topics", str(name), _, *_) if name in blueprint.topics:
                return self._with_topic(blueprint, name)
        return resolve(blueprint, self._apis)

    def _is_as_others_see_it(self, blueprint: Blueprint, name: str) -> bool:
        """Whether the service is there, and what all others may see of it is as it was."""
        now, before = blueprint.services.get(name), self._blueprint.services[name]
        return now is not None and _seen(now) == _seen(before)

    def _with_service(self, blueprint: Blueprint, name: str) -> Platform:
        """With a change of one service, which reaches who calls it, whom it calls, and both ends of its topics."""
        was, now = self._blueprint.services[name], blueprint.services[name]
        moved = {*set(was.publishes).symmetric_difference(now.publishes), *was.consumes.keys() ^ now.consumes.keys()}
        ends = {end for each in moved for end in (*self._topics[each].publishers, *self._topics[each].consumers)}
        known = {**self._topics, **{each: self._with_ends(blueprint, each) for each in moved}}
        affected = {name, *self._callers((name,)), *set(was.calls).symmetric_difference(now.calls), *ends}
        alone = blueprint.model_copy(update={"services": {name: now}})
        places = zip(self.platform.environments, environments(alone), strict=True)
        return replace(
            self.platform,
            services=self._services(blueprint, affected, known),
            topics=tuple(known.values()),
            environments=tuple(_deployed(before, after) for before, after in places),
        )

    def _with_ends(self, blueprint: Blueprint, name: str) -> Topic:
        services = blueprint.services.items()
        return replace(
            self._topics[name],
            publishers=tuple(service for service, decl in services if name in decl.publishes),
            consumers=tuple(service for service, decl in services if name in decl.consumes),
        )

    def _with_topic(self, blueprint: Blueprint, name: str) -> Platform:
        alone = blueprint.model_copy(update={"topics": {name: blueprint.topics[name]}, "services": {}})
        was, now = self._topics[name], topics(alone, self._types, self._pool)[name]
        known = {**self._topics, name: replace(now, publishers=was.publishers, consumers=was.consumers)}
        ends = {*was.publishers, *was.consumers}
        found = self._services(blueprint, ends, known) if ends else self.platform.services
        return replace(self.platform, topics=tuple(known.values()), services=found)

    def _services(self, blueprint: Blueprint, affected: set[str], known: Mapping[str, Topic]) -> tuple[Service, ...]:
        """All services: those that are affected as they are now, made beside those that call them or are called."""
        called = {each for name in affected for each in blueprint.services[name].calls}
        near = {*affected, *called, *self._callers(affected), *([self._issuer] if self._issuer else [])}
        decls = {
            name: decl if name in affected else _calling(decl, affected)
            for name, decl in blueprint.services.items()
            if name in near
        }
        made = services(blueprint.model_copy(update={"services": decls}), self._types, known, self._pool, self._apis)
        fresh = {each.name: each for each in made if each.name in affected}
        return tuple(fresh.get(each.name, each) for each in self.platform.services)

    def _callers(self, names: Iterable[str]) -> set[str]:
        wanted = set(names)
        return {caller for each in self.platform.services if each.name in wanted for caller in each.callers}


def _seen(decl: ServiceDecl) -> tuple[object, ...]:
    """What routes and services that have nothing to do with it see of a service."""
    return decl.kind, decl.issuer, decl.roles


def _calling(decl: ServiceDecl, names: Collection[str]) -> ServiceDecl:
    """The service as one that calls nothing but these."""
    return decl.model_copy(update={"calls": tuple(each for each in decl.calls if each in names)})


def _deployed(was: Environment, now: Environment) -> Environment:
    """The environment as it was, but for the services that are deployed `now`."""
    fresh = {each.service: each for each in now.deployments}
    return replace(was, deployments=tuple(fresh.get(each.service, each) for each in was.deployments))
