"""key-not-a-field: a topic's key names no field of it, or one that cannot order messages."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.fieldtypes import Enum, Scalar
from plano.language.places import Path, Places
from plano.rules.findings import error, unknown

CODE = "key-not-a-field"
_JSON = Scalar("json")


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """The key is a field of the topic, plain and never null; a compacted topic must have one."""
    for name, topic in blueprint.topics.items():
        at: Path = ("topics", name)
        subject = f"topic {name}"
        if topic.key is None:
            if topic.compact:
                yield error(
                    CODE, f"topic {name!r} is compacted by key, and has no key", places.key((*at, "compact")), "",
                    "add 'key: …' with the field that tells which messages replace one another", subject=subject,
                )  # fmt: skip
            continue
        field = topic.fields.get(topic.key)
        if field is None:
            known: list[tuple[str, Path]] = [(other, (*at, "fields", other)) for other in topic.fields]
            yield unknown(
                CODE, f"the key of topic {name!r} is not a field of it", places.value((*at, "key")),
                "no field has this name", topic.key, known, places,
                otherwise=f"the fields are {', '.join(topic.fields)}", subject=subject,
            )  # fmt: skip
        elif field.nullable or not isinstance(field.type, Scalar | Enum) or field.type == _JSON:
            yield error(
                CODE, f"the key of topic {name!r} must be a plain value that is always there",
                places.value((*at, "key")), "",
                "a key is neither null nor a list, a map, json or an object",
                (Related("its field", places.value((*at, "fields", topic.key))),), subject,
            )  # fmt: skip
