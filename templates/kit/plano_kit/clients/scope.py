"""What the calls of one transaction have in common: for whom they are made, and the keys that make them repeatable."""

from __future__ import annotations

import hashlib
from uuid import uuid4


class CallScope:
    """The source of one transaction's keys: `sha256(parts…, ordinal)`, the ordinal counting calls from 0.

    A handler that runs again for the same message or request makes the same calls in the same order, and so repeats
    the same keys; whoever is called does the work once. Reads take no key and do not count.
    `on_behalf_of` is the token of the person for whom the transaction runs.
    """

    def __init__(self, *parts: str, on_behalf_of: str | None = None) -> None:
        self.on_behalf_of = on_behalf_of
        self._parts = parts
        self._ordinal = 0
        self._messages: dict[str, CallScope] = {}

    @classmethod
    def of_message(cls, group: str, message_id: str) -> CallScope:
        """Calls made while a consumer group handles a message."""
        return cls(group, message_id)

    @classmethod
    def of_request(cls, sender: str, operation: str, key: str, on_behalf_of: str | None) -> CallScope:
        """Calls made while answering a request that carries an Idempotency-Key.

        A key is its sender's own, so `sender` (the principal's id, or what stands for an anonymous one) and the
        operation (method and path) go into what is derived.
        """
        return cls("request", sender, operation, key, on_behalf_of=on_behalf_of)

    @classmethod
    def once(cls, on_behalf_of: str | None = None) -> CallScope:
        """Calls of something that nobody repeats under the same name: a request without a key, a job, a seed."""
        return cls("once", str(uuid4()), on_behalf_of=on_behalf_of)

    def for_message(self, group: str, message_id: str) -> CallScope:
        """The scope of one message of this batch; always the same one, so that its ordinals go on counting."""
        return self._messages.setdefault(message_id, CallScope.of_message(group, message_id))

    def next_key(self) -> str:
        """The key of the next call that changes something: 64 hexadecimal digits."""
        parts = (*self._parts, str(self._ordinal))
        self._ordinal += 1
        # Each part with its length, so that no two lists of parts read the same.
        written = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(written.encode("utf-8", "surrogateescape")).hexdigest()
