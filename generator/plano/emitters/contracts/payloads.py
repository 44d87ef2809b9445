"""The JSON Schema of what a topic carries."""

from __future__ import annotations

from collections.abc import Callable

from plano.emitters.contracts.shapes import object_schema
from plano.platform.model import Topic

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def document(topic: Topic) -> dict[str, object]:
    """`<topic>.schema.json`: the payload, self-contained, in JSON Schema 2020-12.

    A compacted topic also carries tombstones: a record without a value, which is null here.
    """

    def local(name: str) -> str:
        return f"#/$defs/{name}"

    definitions: dict[str, object] = {kind.name: object_schema(kind.fields, local) for kind in topic.types}
    head: dict[str, object] = {"$schema": DIALECT, "title": topic.symbol}
    if topic.description:
        head["description"] = topic.description
    payload = payload_schema(topic, local)
    if topic.compact:
        definitions[topic.symbol] = payload
        body: dict[str, object] = {"anyOf": [{"$ref": local(topic.symbol)}, tombstone(topic)]}
    else:
        body = payload
    return {**head, **body, **({"$defs": definitions} if definitions else {})}


def payload_schema(topic: Topic, ref: Callable[[str], str]) -> dict[str, object]:
    """The object that a record's value holds; `ref` says where a shared type's schema stands.

    Unknown members are allowed: a publisher that is one version ahead may add some.
    """
    return object_schema(topic.fields, ref)


def tombstone(topic: Topic) -> dict[str, object]:
    """No value: what the topic said about this key is retracted."""
    return {"type": "null", "description": f"A tombstone: what {topic.name} said of this key is retracted."}
