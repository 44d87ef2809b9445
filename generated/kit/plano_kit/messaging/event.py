"""Events as handlers see them: a typed payload, or the typed absence of one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar, Generic, Self, TypeVar

from pydantic import ValidationError

from plano_kit.types import Model


class UndecodableError(ValueError):
    """A record whose payload is not its topic's event. The text names fields and reasons, and no value."""


class Event(Model):
    """The payload of one topic; generated classes set the class variables and add the fields."""

    topic: ClassVar[str]
    key_field: ClassVar[str | None] = None
    compact: ClassVar[bool] = False
    """Whether the topic is compacted: only then it has tombstones, and handlers get them as `Retracted`."""

    @property
    def key(self) -> str | None:
        """The record's key: the wire text of the key field, None for a topic without one."""
        return None if self.key_field is None else wire_text(self.model_dump(mode="json", include={self.key_field}))

    def payload(self) -> bytes:
        """The record's value: JSON in wire form, UTF-8."""
        return self.model_dump_json().encode()

    @classmethod
    def decode(cls, payload: bytes) -> Self:
        """Read a record's value. Fields that this version does not know are ignored; raises UndecodableError."""
        try:
            return cls.model_validate_json(payload)
        except ValidationError as error:
            reasons = error.errors(include_url=False, include_context=False, include_input=False)
            told = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'payload'}: {each['msg']}" for each in reasons[:5])
            raise UndecodableError(f"{cls.topic}: {told}") from None

    @classmethod
    def key_of(cls, value: object) -> str:
        """The record key of the row whose key field holds `value`; raises ValueError where it cannot hold it."""
        if cls.key_field is None:
            raise ValueError(f"{cls.topic} has no key")
        probe = cls.model_construct()
        cls.__pydantic_validator__.validate_assignment(probe, cls.key_field, value)
        return wire_text(probe.model_dump(mode="json", include={cls.key_field}))


E = TypeVar("E", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Retracted(Generic[E]):
    """A tombstone: what `key` named on a compacted topic is gone. `key` is the key field's wire text."""

    event: type[E]
    key: str

    @classmethod
    def of(cls, event: type[E], key: object) -> Self:
        """The tombstone of the row whose key field holds `key`; raises ValueError where the topic has none."""
        if not event.compact:
            raise ValueError(f"{event.topic} is not compacted, so nothing of it can be retracted")
        return cls(event, event.key_of(key))

    @property
    def topic(self) -> str:
        """The topic it is published on."""
        return self.event.topic


def wire_text(dumped: dict[str, object]) -> str:
    """The one value of `dumped` as a record key: a text as it is, anything else as compact JSON."""
    (value,) = dumped.values()
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), sort_keys=True)
