"""What services need of systems, machines and routes, and names that two derived ones would share."""

from __future__ import annotations

from collections.abc import Iterator

from plano.language.scalars import Value
from tests.constraints.edits import append, at, entities, issuer, list_at, map_at, paths, put, remove, services, text_at
from tests.constraints.endpoints import access, operation
from tests.constraints.judge import Broken, Constraint, Sample, key, value

LISTS = ("languages", "roles", "publishes", "calls", "unique", "index", "access")


def _systems(sample: Sample) -> Iterator[Broken]:
    systems = map_at(sample.data, "systems")
    if "cloudflare" in systems and "certificates" in systems:
        yield Broken(remove(sample.data, ("systems", "cloudflare")), key("systems", "certificates"))
    if "prometheus" in systems and "grafana" in systems:
        yield Broken(remove(sample.data, ("systems", "prometheus")), key("systems", "grafana"))
    for name in ("elk", "argocd", "jenkins", "nginx", "certificates", "kafka"):
        if not systems and not map_at(sample.data, "topics") and name not in ("nginx", "certificates"):
            yield Broken(put(sample.data, ("systems",), {name: {}}), key("systems", name))
    overridden = any(map_at(each, "systems") for each in map_at(sample.data, "environments").values())
    for first in list(map_at(sample.data, "topics"))[:1]:
        if not overridden:
            yield Broken(remove(sample.data, ("systems", "kafka")), key("topics", first))


def _volumes(sample: Sample) -> Iterator[Broken]:
    for kind, needed in (("shared", "nfs"), ("block", "longhorn")):
        for name, body in services(sample.data):
            path = ("services", name, "volumes", "tried")
            if body["kind"] in ("fastapi", "container") and needed not in map_at(sample.data, "systems"):
                volume: Value = {"class": kind, "size": "1Gi", "path": "/tried"}
                yield Broken(put(sample.data, path, volume), key(*path))


def _lists(sample: Sample) -> Iterator[Broken]:
    for path in paths(sample.data):
        found = at(sample.data, *path)
        guarding = path[-3:-2] == ("expose",) and path[-1] != "fields"
        columns = path[-2:-1] in (("unique",), ("index",))
        if isinstance(found, list) and found and (path[-1] in LISTS or columns or guarding):
            changed, item = append(sample.data, path, found[0])
            yield Broken(changed, value(*item))


def _externals(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "external"):
        overridden = [
            environment
            for environment in map_at(sample.data, "environments")
            if at(sample.data, "environments", environment, "services", name, "url")
        ]
        if "url" in body and len(overridden) < len(map_at(sample.data, "environments")):
            yield Broken(remove(sample.data, ("services", name, "url")), key("services", name))


def _alerts(sample: Sample) -> Iterator[Broken]:
    through = text_at(sample.data, "alerts", "through")
    called = any(through in list_at(body, "calls") for _, body in services(sample.data))
    for name, body in services(sample.data) if through and called else ():
        if body["kind"] != "external":
            yield Broken(put(sample.data, ("alerts", "through"), name), value("alerts", "through"))
    if through and called:
        yield Broken(put(sample.data, ("services", through, "url"), "https://a.example"), value("alerts", "through"))


def _alerts_by_nobody(sample: Sample) -> Iterator[Broken]:
    through = text_at(sample.data, "alerts", "through")
    if any(through in list_at(body, "calls") for _, body in services(sample.data)):
        yield Broken(put(sample.data, ("alerts",), {"email": "people@a.example"}), key("alerts", "email"))


def _promises(sample: Sample) -> Iterator[Broken]:
    for name, _ in services(sample.data, "external"):
        path = ("routes", "/tried")
        yield Broken(put(sample.data, path, {"service": name, "slo": {}}), key(*path, "slo"))


def _cron(sample: Sample) -> Iterator[Broken]:
    for name, _ in services(sample.data, "fastapi"):
        for never in ("0 2 30 2 *", "0 2 31 apr,6,9,nov *"):
            path = ("services", name, "schedule", "tried")
            changed = put(sample.data, path, {"cron": never, "handler": "on_tried"})
            yield Broken(changed, value(*path, "cron"))


def _volume_paths(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data):
        path = ("services", name, "volumes")
        for first in list(map_at(body, "volumes"))[:1]:
            known = text_at(body, "volumes", first, "path")
            for wrong in ("/", known, f"{known}/./inside/"):
                second: Value = {"class": at(body, "volumes", first, "class"), "size": "1Gi", "path": wrong}
                last = first if known == wrong and first > "tried" else "tried"
                yield Broken(put(sample.data, (*path, "tried"), second), value(*path, last, "path"))


def _reserved(sample: Sample) -> Iterator[Broken]:
    for name, _ in services(sample.data, "fastapi"):
        for job in ("create-admin", "prune"):
            at_job = ("services", name, "schedule", job)
            yield Broken(put(sample.data, at_job, {"cron": "0 2 * * *", "handler": "on_tried"}), key(*at_job))
        if name == issuer(sample.data):
            changed, item = append(sample.data, ("services", name, "roles"), "admin")
            yield Broken(changed, value(*item))
    for changed, path in operation(sample):
        reserved = put(remove(changed, path), (*path[:-1], "call"), at(changed, *path))
        yield Broken(reserved, key(*path[:-1], "call"))


def _keywords(sample: Sample) -> Iterator[Broken]:
    for changed, path in operation(sample):
        yield Broken(put(remove(changed, path), (*path[:-1], "import"), at(changed, *path)), key(*path[:-1], "import"))
    for name, body in services(sample.data, "fastapi"):
        path = ("services", name, "schedule", "tried")
        changed = put(sample.data, path, {"cron": "0 2 * * *", "handler": "class"})
        yield Broken(changed, value(*path, "handler"))
        if body.get("entities"):
            yield Broken(
                put(sample.data, ("services", name, "entities", "None"), {}), key("services", name, "entities", "None")
            )


def _collisions(sample: Sample) -> Iterator[Broken]:
    for changed, path in operation(sample, method="GET", response={"told": "text"}):
        twin: Value = {"method": "GET", "path": "/other", "access": access(sample.data), "response": {"told": "text"}}
        twice = put(changed, (*path[:-1], "tryout"), twin)
        yield Broken(twice, key(*path[:-1], "tryout"))
    for _, path, _ in entities(sample.data):
        near = str(path[-1]) + "Response"
        lonely: Value = {"fields": {"told": "text"}}
        yield Broken(put(sample.data, (*path[:-1], near), lonely), key(*path[:-1], near))
    for route in map_at(sample.data, "routes").values():
        if at(sample.data, "services", text_at(route, "service"), "kind") == "vue":
            twice = put(put(sample.data, ("routes", "/tried"), route), ("routes", "/Tried"), route)
            yield Broken(twice, key("routes", "/Tried"))


def _lengths(sample: Sample) -> Iterator[Broken]:
    for name, _ in services(sample.data, "fastapi"):
        job = "j" * (53 - len(name) - 1)
        at_job = ("services", name, "schedule", job)
        yield Broken(put(sample.data, at_job, {"cron": "0 2 * * *", "handler": "on_tried"}), key(*at_job))
    for database in list(map_at(sample.data, "databases"))[:1]:
        long = "s" * 60
        yield Broken(
            put(sample.data, ("services", long), {"kind": "container", "database": database}), key("services", long)
        )
    for _, entity, _ in entities(sample.data):
        wide = (*entity[:-1], "Ab" * 30)
        yield Broken(put(sample.data, wide, {"fields": {"told": "text"}}), key(*wide))


def _clashes(sample: Sample) -> Iterator[Broken]:
    for name, _ in services(sample.data, "fastapi"):
        beside = ("services", f"{name}-management")
        yield Broken(put(sample.data, beside, {"kind": "container"}), key(*beside))
        job: Value = {"cron": "0 2 * * *", "handler": "on_tried"}
        planned = put(sample.data, ("services", name, "schedule", "tried-out"), job)
        second = ("services", f"{name}-tried", "schedule", "out")
        body: Value = {"kind": "fastapi", "schedule": {"out": job}}
        yield Broken(put(planned, second[:2], body), key(*second))


def _clashes_with_kafka(sample: Sample) -> Iterator[Broken]:
    systems = map_at(sample.data, "systems")
    if "kubernetes" not in systems or "kafka" not in systems or "bootstrap" in map_at(systems, "kafka"):
        return
    if any("bootstrap" in map_at(each, "systems", "kafka") for each in map_at(sample.data, "environments").values()):
        return
    talking = [name for name, body in services(sample.data, "fastapi") if body.get("publishes") or body.get("consumes")]
    for end in ("clients-ca", "broker-0", "kafka-brokers", "entity-operator", *(f"user-{name}" for name in talking)):
        beside = ("services", f"kafka-{end}")
        yield Broken(put(sample.data, beside, {"kind": "fastapi"}), key(*beside))


PLATFORMS: tuple[Constraint, ...] = (
    Constraint("what a system needs is named", "system-missing", _systems, beside=frozenset({"role-without-use"})),
    Constraint("what volumes need is named", "system-missing", _volumes),
    Constraint("a list names each thing once", "listed-twice", _lists),
    Constraint("an external is somewhere", "external-without-url", _externals),
    Constraint("alerts go through what carries mail", "alerts-through-not-smtp", _alerts),
    Constraint("somebody carries mails of alerts", "alerts-without-through", _alerts_by_nobody),
    Constraint("nothing is promised for externals", "slo-on-external", _promises),
    Constraint("a schedule runs some day", "schedule-never-runs", _cron),
    Constraint("volumes hide nothing", "volume-paths-clash", _volume_paths),
    Constraint("jobs, roles and operations have no reserved name", "reserved-name", _reserved),
    Constraint("no name is a keyword of Python", "keyword-name", _keywords),
    Constraint("derived names differ", "name-collision", _collisions),
    Constraint("objects of the cluster have names of their own", "derived-name-clash", _clashes),
    Constraint("no service has a name that Strimzi gives", "derived-name-clash", _clashes_with_kafka),
    Constraint("derived names are short enough", "name-too-long", _lengths),
)
