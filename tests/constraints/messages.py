"""Topics, consumers, scale and calls: what may not stand together, and what goes in circles."""

from __future__ import annotations

from collections.abc import Iterator

from plano.language.scalars import Value
from tests.constraints.edits import append, at, list_at, map_at, put, services
from tests.constraints.judge import Broken, Constraint, Sample, key, value

MOST = ("consumers", "max")


def _number(found: Value, otherwise: int) -> int:
    return found if isinstance(found, int) else otherwise


def _compacted_for_a_time(sample: Sample) -> Iterator[Broken]:
    for name, topic in map_at(sample.data, "topics").items():
        if at(topic, "key") and not at(topic, "compact"):
            changed = put(sample.data, ("topics", name, "compact"), True)
            yield Broken(put(changed, ("topics", name, "retention"), "7d"), key("topics", name, "retention"))


def _compacted_without_key(sample: Sample) -> Iterator[Broken]:
    for name in map_at(sample.data, "topics"):
        topic: Value = {"compact": True, "fields": {"told": "text"}}
        yield Broken(put(sample.data, ("topics", name), topic), key("topics", name, "compact"))


def _keyed_by_no_plain_value(sample: Sample) -> Iterator[Broken]:
    for name in map_at(sample.data, "topics"):
        for wrong in ("json", "list(text)", "uuid | null", "map(int)"):
            changed = put(sample.data, ("topics", name, "fields", "told"), wrong)
            yield Broken(put(changed, ("topics", name, "key"), "told"), value("topics", name, "key"))


def _sensitive(sample: Sample) -> Iterator[Broken]:
    for name in map_at(sample.data, "topics"):
        path = ("topics", name, "fields", "pin")
        yield Broken(put(sample.data, path, {"type": "text", "sensitive": True}), key(*path))
        hidden = put(sample.data, ("types", "Hidden"), {"pin": {"type": "text", "sensitive": True}})
        yield Broken(put(hidden, path, "list(Hidden)"), value(*path))


def _scale(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        if body["kind"] != "external":
            path = ("services", name, "scale")
            yield Broken(put(sample.data, path, {"min": 5, "max": 4}), value(*path, "max"))
            for environment in map_at(sample.data, "environments"):
                inside = ("environments", environment, *path)
                yield Broken(put(sample.data, inside, {"min": 5, "max": 4}), value(*inside, "max"))


def _scale_overridden(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        for environment in map_at(sample.data, "environments") if body["kind"] != "external" else ():
            path = ("services", name, "scale")
            inside = ("environments", environment, *path)
            if not at(sample.data, *inside):
                least = put(sample.data, path, {"min": 5})
                yield Broken(put(least, inside, {"max": 4}), value(*inside, "max"))
                most = put(sample.data, path, {"max": 4})
                yield Broken(put(most, inside, {"min": 5}), value(*inside, "min"))


def _fewest_consumers(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        if body.get("consumes"):
            path = ("services", name, "consumers")
            yield Broken(put(sample.data, path, {"min": 2, "max": 1}), value(*path, "max"))


def _waits(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        for topic in map_at(body, "consumes"):
            path = ("services", name, "consumes", topic, "retry")
            yield Broken(put(sample.data, path, {"first": "10m"}), value(*path, "first"))
            yield Broken(put(sample.data, path, {"first": "10m", "max": "9m"}), value(*path, "max"))


def _too_many_consumers(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        for environment in map_at(sample.data, "environments") if body.get("consumes") else ():
            path = ("services", name, "consumers")
            yield Broken(put(sample.data, path, {"max": 1000}), value(*path, "max"))
            yield Broken(put(sample.data, path, {"min": 1000}), value(*path, "min"))
            inside = ("environments", environment, "services", name, "consumers")
            yield Broken(put(sample.data, inside, {"max": 1000}), value(*inside, "max"))


def _too_concurrent(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        if "consumers" in body or any(
            at(sample.data, "environments", environment, "services", name, "consumers")
            for environment in map_at(sample.data, "environments")
        ):
            continue
        for topic in map_at(body, "consumes"):
            partitions = _number(at(sample.data, "topics", topic, "partitions"), 3)
            path = ("services", name, "consumes", topic, "concurrency")
            yield Broken(put(sample.data, path, partitions + 1), value(*path))


def _calls_itself(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        if _answers(body):
            changed, item = append(sample.data, ("services", name, "calls"), name)
            yield Broken(changed, value(*item))


def _calls_in_a_circle(sample: Sample) -> Iterator[Broken]:
    """The circle begins at the service that stands first, where none before it calls either of the two."""
    order = [name for name, _ in services(sample.data)]
    for name, body in services(sample.data, "fastapi"):
        for number, called in enumerate(list_at(body, "calls")):
            other = str(called)
            pair = sorted((name, other), key=order.index)
            before = order[: order.index(pair[0])]
            reached = any(each in list_at(sample.data, "services", one, "calls") for one in before for each in pair)
            if at(sample.data, "services", other, "kind") == "fastapi" and _answers(body) and not reached:
                changed, item = append(sample.data, ("services", other, "calls"), name)
                yield Broken(changed, value(*item) if pair[0] == other else value("services", name, "calls", number))


def _answers(body: Value) -> bool:
    return any(at(body, each) for each in ("expose", "operations", "issuer"))


def _calls_to_nothing(sample: Sample) -> Iterator[Broken]:
    silent = [
        name
        for name, body in services(sample.data)
        if body["kind"] == "vue" or not _answers(body)
        if body["kind"] in ("fastapi", "vue")
    ]
    for name, body in services(sample.data):
        for called in silent if body["kind"] in ("fastapi", "container") else ():
            if called != name and called not in list_at(body, "calls") and not _calls(sample, called):
                changed, item = append(sample.data, ("services", name, "calls"), called)
                yield Broken(changed, value(*item))


def _calls(sample: Sample, name: str) -> bool:
    return bool(list_at(sample.data, "services", name, "calls"))


MESSAGES: tuple[Constraint, ...] = (
    Constraint("a compacted topic keeps nothing for a time", "retention-with-compact", _compacted_for_a_time),
    Constraint("a compacted topic has a key", "key-not-a-field", _compacted_without_key),
    Constraint("a topic's key is a plain value that is always there", "key-not-a-field", _keyed_by_no_plain_value),
    Constraint("a topic carries nothing sensitive", "sensitive-in-topic", _sensitive),
    Constraint("scale has at most what it has at least", "min-above-max", _scale),
    Constraint("an environment's scale fits the service's", "override-min-above-max", _scale_overridden),
    Constraint("consumers have at most what they have at least", "min-above-max", _fewest_consumers),
    Constraint("the first wait is within the longest", "min-above-max", _waits),
    Constraint("each consumer has a partition", "consumers-exceed-partitions", _too_many_consumers),
    Constraint("each concurrent consumer has a partition", "consumers-exceed-partitions", _too_concurrent),
    Constraint("no service calls itself", "calls-cycle", _calls_itself),
    Constraint("calls go in no circle", "calls-cycle", _calls_in_a_circle),
    Constraint("what is called has endpoints", "call-to-nothing", _calls_to_nothing),
)
