"""Routes, room on the machines, and what is declared and used by nothing."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Severity
from plano.language.places import Path
from plano.language.scalars import Value
from tests.constraints.edits import append, at, issuer, list_at, map_at, put, remove, services, text_at
from tests.constraints.endpoints import access, operation
from tests.constraints.judge import Broken, Constraint, Sample, key, value, within


def _to_nothing(sample: Sample) -> Iterator[Broken]:
    for name, body in services(sample.data, "fastapi"):
        if body.get("operations") and map_at(sample.data, "routes"):
            yield Broken(put(sample.data, ("routes", "/api/nowhere"), {"service": name}), key("routes", "/api/nowhere"))
    for name, body in services(sample.data, "external"):
        if text_at(body, "url").startswith("smtp:"):
            yield Broken(put(sample.data, ("routes", "/tried"), {"service": name}), key("routes", "/tried"))


def _shadows(sample: Sample) -> Iterator[Broken]:
    """The outer route leads to one service, the inner one to another, and both have the endpoint."""
    names = [name for name, body in services(sample.data, "fastapi") if body.get("operations")]
    routes = map_at(sample.data, "routes")
    for changed, path in operation(sample, method="GET", path="/tried/here"):
        name = str(path[1])
        for other in [each for each in names if each != name][:1]:
            twin: Value = {"method": "GET", "path": "/tried/here", "access": access(sample.data)}
            both = put(changed, ("services", other, "operations", "try_too"), twin)
            outer = put(both, ("routes", "/api/tried"), {"service": name})
            if not any(route in ("/api", "/api/tried") for route in routes):
                inner = put(outer, ("routes", "/api/tried/here"), {"service": other})
                yield Broken(inner, key("routes", "/api/tried/here"))


def _issuer_unreached(sample: Sample) -> Iterator[Broken]:
    """Other routes are left, and where pages call the issuer one of its own."""
    name = issuer(sample.data)
    mine = [path for path, body in map_at(sample.data, "routes").items() if at(body, "service") == name]
    reaching = [path for path in mine if path in ("/api", "/api/auth")]
    pages = any(name in list_at(body, "calls") for _, body in services(sample.data, "vue"))
    changed = sample.data
    for path in reaching:
        changed = remove(changed, ("routes", path))
    if reaching and map_at(changed, "routes") and (len(mine) > len(reaching) or not pages):
        yield Broken(changed, key("services", name, "issuer"))


def _pages_unreached(sample: Sample) -> Iterator[Broken]:
    reached = {at(route, "service") for route in map_at(sample.data, "routes").values()}
    for name, body in services(sample.data, "vue"):
        for number, called in enumerate(list_at(body, "calls")):
            mine = [path for path, route in map_at(sample.data, "routes").items() if at(route, "service") == called]
            if len(mine) == 1 and called != issuer(sample.data):
                yield Broken(remove(sample.data, ("routes", mine[0])), value("services", name, "calls", number))
        for changed, path in operation(sample) if reached else ():
            if path[1] not in reached and path[1] not in list_at(body, "calls"):
                calling, item = append(changed, ("services", name, "calls"), path[1])
                yield Broken(calling, value(*item))


def _workers(sample: Sample, resource: str) -> bool:
    workers = [body for body in map_at(sample.data, "hosts").values() if "worker" in list_at(body, "roles")]
    existing = at(sample.data, "systems", "kubernetes", "existing")
    return bool(workers) and not existing and all(at(body, resource) for body in workers)


def _requests(sample: Sample) -> Iterator[Broken]:
    for resource, most in (("cpu", 5000), ("memory", "90Ti")):
        for name, _ in services(sample.data, "fastapi") if _workers(sample, resource) else ():
            path = ("services", name, "resources", resource)
            yield Broken(put(sample.data, path, most), value(*path))


def _lost(sample: Sample) -> Iterator[Broken]:
    """All that the workers have, but a little: enough until the largest of them is lost."""
    found = map_at(sample.data, "hosts").values()
    cores = [at(body, "cpu") for body in found if "worker" in list_at(body, "roles")]
    numbers = [each for each in cores if isinstance(each, int)]
    environments = len(map_at(sample.data, "environments"))
    if len(numbers) > 1 and _workers(sample, "cpu"):
        for name, _ in services(sample.data, "vue"):
            path = ("services", name)
            share = (sum(numbers) - 6) // environments
            changed = put(
                put(sample.data, (*path, "scale"), {"min": 1, "max": 1}), (*path, "resources"), {"cpu": share}
            )
            yield Broken(changed, value(*path, "resources", "cpu"))


def _disks(kind: str, role: str, sample: Sample) -> Iterator[Broken]:
    holding = [body for body in map_at(sample.data, "hosts").values() if role in list_at(body, "roles")]
    named = at(sample.data, "systems", role) is not None
    for name, body in services(sample.data, "fastapi"):
        if kind == "block" and at(body, "scale", "max") not in (None, 1):
            continue
        if named and holding and all(at(host, "disk") for host in holding) and body.get("database"):
            path: Path = ("services", name, "volumes", "tried")
            volume: Value = {"class": kind, "size": "900Ti", "path": "/tried"}
            yield Broken(put(sample.data, path, volume), value(*path, "size"))


def _block(sample: Sample) -> Iterator[Broken]:
    yield from _disks("block", "longhorn", sample)


def _waiting(sample: Sample) -> Iterator[Broken]:
    if at(sample.data, "systems", "longhorn") is not None:
        for name, body in services(sample.data, "fastapi"):
            if not body.get("volumes"):
                volume: Value = {"class": "block", "size": "1Gi", "path": "/tried"}
                data = put(sample.data, ("services", name, "volumes", "tried"), volume)
                path: Path = ("services", name, "scale")
                yield Broken(put(data, path, {"min": 1, "max": 2}), value(*path, "max"))


def _shared(sample: Sample) -> Iterator[Broken]:
    yield from _disks("shared", "nfs", sample)


def _unheard(sample: Sample) -> Iterator[Broken]:
    if at(sample.data, "systems", "kafka") is not None:
        path = ("topics", "tried.alone")
        yield Broken(put(sample.data, path, {"fields": {"told": "text"}}), key(*path))


def _untold(sample: Sample) -> Iterator[Broken]:
    path = ("topics", "tried.alone")
    for name, body in services(sample.data):
        if body.get("consumes") and "consumers" not in body:
            changed = put(sample.data, path, {"partitions": 100, "fields": {"told": "text"}})
            yield Broken(put(changed, ("services", name, "consumes", path[1]), {}), key(*path))


def _unheld(sample: Sample) -> Iterator[Broken]:
    yield Broken(put(sample.data, ("types", "Tried"), {"told": "text"}), key("types", "Tried"))


def _unkept(sample: Sample) -> Iterator[Broken]:
    path = ("databases", "tried")
    yield Broken(put(sample.data, path, {"address": "tried.example:5432"}), key(*path))


def _uncalled(sample: Sample) -> Iterator[Broken]:
    path = ("services", "tried")
    yield Broken(put(sample.data, path, {"kind": "external", "url": "https://a.example"}), key(*path))


def _idle(sample: Sample) -> Iterator[Broken]:
    if at(sample.data, "networks", "lan") and "jenkins" not in map_at(sample.data, "systems"):
        first = str(at(sample.data, "networks", "lan", 0)).rpartition(".")[0]
        path = ("hosts", "tried")
        host: Value = {"address": f"{first}.99", "roles": ["build"]}
        yield Broken(put(sample.data, path, host), within("build", *path, "roles"))


def _open(sample: Sample) -> Iterator[Broken]:
    for changed, path in operation(sample, access="public") if issuer(sample.data) else ():
        yield Broken(changed, within("public", *path, "access"))


def _accepted(sample: Sample) -> Iterator[Broken]:
    exception: Value = {"code": "topic-unconsumed", "subject": "topic nobody.knows", "reason": "none"}
    changed, item = append(sample.data, ("accept",), exception)
    yield Broken(changed, value(*item))


def _expired(sample: Sample) -> Iterator[Broken]:
    exception: Value = {"code": "TOPIC_NO_DELETE", "subject": "topic old", "reason": "none", "until": "2025-12-31"}
    changed, item = append(sample.data, ("accept",), exception)
    yield Broken(changed, value(*item, "until"))


ROUTES: tuple[Constraint, ...] = (
    Constraint("a route reaches something", "route-to-nothing", _to_nothing),
    Constraint("a route hides no endpoint", "routes-shadow", _shadows),
    Constraint("a route reaches the issuer", "issuer-without-route", _issuer_unreached),
    Constraint("a route reaches what pages call", "call-without-route", _pages_unreached),
    Constraint("services fit on the workers", "requests-exceed-hosts", _requests),
    Constraint("services fit where a worker is lost", "requests-exceed-hosts", _lost, Severity.WARNING),
    Constraint("block volumes fit on the disks", "volumes-exceed-disks", _block),
    Constraint("one replica mounts a block volume", "block-volume-replicas", _waiting),
    Constraint("shared volumes fit on the disks", "volumes-exceed-disks", _shared, Severity.WARNING),
    Constraint("somebody consumes each topic", "topic-unconsumed", _unheard, Severity.WARNING),
    Constraint("somebody publishes each topic", "topic-unpublished", _untold, Severity.WARNING),
    Constraint("something holds each type", "type-unused", _unheld, Severity.WARNING),
    Constraint("a service keeps data on each server", "database-unused", _unkept, Severity.WARNING),
    Constraint("somebody calls each external", "external-uncalled", _uncalled, Severity.WARNING),
    Constraint("each role serves something", "role-without-use", _idle, Severity.WARNING),
    Constraint("what anybody may call only reads", "open-endpoint-changes-data", _open, Severity.WARNING),
    Constraint("each exception excuses something", "accept-unneeded", _accepted, Severity.WARNING),
    Constraint("each exception holds until its day", "accept-expired", _expired, Severity.WARNING),
)
