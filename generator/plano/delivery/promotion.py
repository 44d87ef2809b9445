"""From which environment to which, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence

from plano.delivery.release import Release, released
from plano.language.nearest import nearest
from plano.platform.model import Environment, Platform, Service


class UnknownName(Exception):
    """A name that the blueprint does not have, in a sentence with the near one."""


class Refused(Exception):
    """Why nothing was written, in a sentence with its next step."""


def service_of(platform: Platform, name: str) -> Service:
    """The service of that name that can have a release. UnknownName for another."""
    found = {service.name: service for service in released(platform)}
    if name in found:
        return found[name]
    if any(service.name == name for service in platform.services):
        raise UnknownName(f"service '{name}' is external: it runs elsewhere, and is never released from here")
    raise UnknownName(_unknown("service", name, tuple(found)))


def environment_of(platform: Platform, name: str) -> Environment:
    """The environment of that name. UnknownName for another."""
    for environment in platform.environments:
        if environment.name == name:
            return environment
    raise UnknownName(_unknown("environment", name, [each.name for each in platform.environments]))


def step(platform: Platform, source: str | None, target: str | None) -> tuple[Environment, Environment]:
    """The environments of a promotion: what is not said is the one beside what is.

    UnknownName, or Refused where no step of the blueprint's order is meant, or more than one could be.
    """
    order = platform.environments
    names = [each.name for each in order]
    shown = " → ".join(names)
    if len(order) == 1:
        raise Refused(f"'{names[0]}' is the only environment, so that there is none to promote to")
    if source is None and target is None:
        if len(order) > 2:
            raise Refused(f"which step of {shown}? Say --from or --to")
        return order[0], order[1]
    first = environment_of(platform, source) if source is not None else None
    last = environment_of(platform, target) if target is not None else None
    if first is None and last is not None:
        if last == order[0]:
            raise Refused(f"'{last.name}' is the first of {shown}: a build is released there with 'plano release'")
        return order[names.index(last.name) - 1], last
    if last is None and first is not None:
        if first == order[-1]:
            raise Refused(f"'{first.name}' is the last of {shown}, so that there is none to promote to")
        return first, order[names.index(first.name) + 1]
    assert first is not None
    assert last is not None
    if names.index(first.name) >= names.index(last.name):
        raise Refused(f"a promotion goes forward, {shown}; to go back, revert the commit of the release")
    return first, last


def promoted(service: str, source: str, target: str, there: Release | None, before: Release | None) -> Release:
    """The release that `target` gets: that of `source`. Refused where there is none, or where it is there already."""
    if there is None:
        raise Refused(f"'{service}' has no release in {source}, so that there is nothing to promote")
    if there == before:
        raise Refused(f"'{service}' is in {target} what it is in {source}, so that there is nothing to promote")
    return there


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    hint = f"did you mean '{near}'?" if near else f"there are {', '.join(known) or 'none'}"
    return f"the blueprint has no {kind} '{name}': {hint}"
