"""What does not reach a file: things within services and topics that are never looked at while its batch is made.

Of an attribute that holds several things, each is taken away, and something that may not be looked at put in its
place. Where the same batch comes of it all the same, no change of these things can change the batch. It is done for
all services at once; where that fails, for halves of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import fields, replace
from typing import NoReturn, TypeVar

from plano.platform.model import Platform, Service, Topic

Subject = TypeVar("Subject", Service, Topic)

_HOLDING: dict[type, tuple[str, ...]] = {
    Service: ("entities", "types", "endpoints", "consumes", "config", "volumes", "schedules"),
    Topic: ("fields", "types"),
}
"""What holds most of what is written. Objects alone, since that something is None is seen without looking at it."""
_WHOLE = tuple(each.name for each in fields(Platform) if each.name not in ("services", "topics"))
_ATTRIBUTES = {kind: tuple(each.name for each in fields(kind)) for kind in (Service, Topic)}


class LookedAtError(Exception):
    """Something was looked at that was taken away."""


class _Nothing:
    """Refuses to be looked at. What it has no method for, such as an iteration, Python itself refuses."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise LookedAtError

    __eq__ = __ne__ = __hash__ = __bool__ = __repr__ = __str__ = __format__ = __getattribute__ = _refuse


class Reach:
    """Knows for one batch of a platform what it is made without; finds it out where it is asked."""

    def __init__(self, platform: Platform, same: Callable[[Platform], bool]) -> None:
        """`same` tells whether the batch is made of a platform just as of this one."""
        self._platform = platform
        self._same = same
        self._unread: dict[tuple[type, str], frozenset[str]] = {}

    def spares(self, other: Platform) -> bool:
        """Whether the batch is the same on `other`, as far as that can be told without making it."""
        before = self._platform
        return (
            all(_equal(before, other, name) for name in _WHOLE)
            and len(before.services) == len(other.services)
            and len(before.topics) == len(other.topics)
            and all(map(self._spares, before.services, other.services))
            and all(map(self._spares, before.topics, other.topics))
        )

    def _spares(self, was: Service | Topic, now: Service | Topic) -> bool:
        return was is now or all(
            _equal(was, now, name) or self._is_unread(was, now, name) for name in _ATTRIBUTES[type(was)]
        )

    def _is_unread(self, was: Service | Topic, now: Service | Topic, attribute: str) -> bool:
        """Whether as many things are held as were, and none of them is looked at."""
        kind = type(was)
        if attribute not in _HOLDING[kind] or len(getattr(was, attribute)) != len(getattr(now, attribute)):
            return False
        if (kind, attribute) not in self._unread:
            among = self._platform.services if kind is Service else self._platform.topics
            self._unread[kind, attribute] = frozenset(self._search(attribute, [each.name for each in among], kind))
        return was.name in self._unread[kind, attribute]

    def _search(self, attribute: str, names: Sequence[str], kind: type) -> Iterator[str]:
        if self._is_made_without(attribute, frozenset(names), kind):
            yield from names
        elif len(names) > 1:
            middle = len(names) // 2
            yield from self._search(attribute, names[:middle], kind)
            yield from self._search(attribute, names[middle:], kind)

    def _is_made_without(self, attribute: str, names: frozenset[str], kind: type) -> bool:
        services, topics = self._platform.services, self._platform.topics
        if kind is Service:
            services = _without(services, attribute, names)
        else:
            topics = _without(topics, attribute, names)
        try:
            return self._same(replace(self._platform, services=services, topics=topics))
        except (LookedAtError, TypeError):
            return False


def _equal(was: object, now: object, attribute: str) -> bool:
    one, other = getattr(was, attribute), getattr(now, attribute)
    return one is other or bool(one == other)


def _without(subjects: tuple[Subject, ...], attribute: str, names: frozenset[str]) -> tuple[Subject, ...]:
    """The subjects; in those of these names, nothing for each thing that the attribute holds."""
    found: list[Subject] = []
    for each in subjects:
        taken = copy(each) if each.name in names else each
        if taken is not each:
            object.__setattr__(taken, attribute, tuple(_Nothing() for _ in getattr(each, attribute)))
        found.append(taken)
    return tuple(found)
