"""What stays of a thing that was taken out of the blueprint: files of the user's, and data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plano.editing.gone import still_named
from plano.editing.sheet import Sheet
from plano.editing.subjects import Subject
from plano.emitters.fastapi.stubs import defined
from plano.pipeline import check_text
from plano.platform.names import database_role, snake


def leftovers(before: Sheet, after: Sheet, subject: Subject, root: Path) -> Iterator[str]:
    """Sentences on what lies in the folder `root`, or on servers, without use now. Nothing of it is touched."""
    if subject.kind == "service":
        yield from _of_service(before, subject.name, root)
    if subject.kind == "entity" and isinstance(service := subject.path[1], str):
        table, migrate = snake(str(subject.path[-1])), f"plano migrate {service}"
        yield f"the table '{table}' and its rows stay until a migration drops it, which you review first: {migrate}"
    if subject.kind == "field" and subject.path[0] == "services":
        migrate = f"plano migrate {subject.path[1]}"
        yield f"its column and what is in it stay until a migration drops it, which you review first: {migrate}"
    for name in after.steps(("services",)):
        gone = _handlers(before, str(name)) - _handlers(after, str(name))
        for path, there in _written(root, str(name)):
            for handler in sorted(gone & there):
                yield f"{path}: '{handler}' has no use now; nothing of it was touched"
    yield from _still_named(before, after, root)


def _still_named(before: Sheet, after: Sheet, root: Path) -> Iterator[str]:
    """What is no longer generated and hand-written code names; nothing while the blueprint has errors."""
    old, new = check_text(before.text).platform, check_text(after.text).platform
    if old is None or new is None:
        return
    for path, (line, *more), name in still_named(old, new, root):
        also = f", also on line{'s' if len(more) > 1 else ''} {', '.join(map(str, more))}" if more else ""
        yield f"{path}:{line}: '{name}' is gone{also}"


def _of_service(sheet: Sheet, name: str, root: Path) -> Iterator[str]:
    folder = root / "services" / snake(name)
    number = sum(each.is_file() for each in folder.rglob("*")) if folder.is_dir() else 0
    if number:
        files = "1 file" if number == 1 else f"{number} files"
        yield f"services/{snake(name)}/ ({files} of yours) has no use now; nothing of it was touched"
    for release in sorted((root / "releases").glob(f"*/{name}.yaml")):
        yield f"{release.relative_to(root).as_posix()} has no use now; nothing of it was touched"
    if sheet.has(("services", name, "database")):
        platform = sheet.value(("platform", "name"))
        environments = [str(step) for step in sheet.steps(("environments",))]
        databases = [database_role(str(platform), environment, name) for environment in environments]
        yield f"its data stays in {', '.join(databases)}: Plano drops no database"


def _handlers(sheet: Sheet, service: str) -> frozenset[str]:
    """The functions that a fastapi service is asked to have: of operations, consumers and schedules."""
    at = ("services", service)
    if sheet.value((*at, "kind")) != "fastapi":
        return frozenset()
    found = {str(step) for step in sheet.steps((*at, "operations"))}
    for topic in sheet.steps((*at, "consumes")):
        found.add(str(sheet.value((*at, "consumes", topic, "handler")) or f"on_{snake(str(topic))}"))
    for job in sheet.steps((*at, "schedule")):
        found.add(str(sheet.value((*at, "schedule", job, "handler"))))
    return frozenset(found)


def _written(root: Path, service: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The modules of handlers that a service has, each with the names in it."""
    for path in (f"services/{snake(service)}/handlers.py", f"services/{snake(service)}/handlers/__init__.py"):
        file = root / path
        if file.is_file():
            yield path, defined(file.read_text(encoding="utf-8", errors="replace"))
