"""What is yours and does not fit the blueprint: handlers and migrations not yet written, and code that nothing uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.emitters.fastapi.handlers import missing
from plano.handwritten.unused import unused
from plano.output.findings import counted
from plano.platform.model import Platform
from plano.revisions.findings import Forked, Needed, needed


def lines(platform: Platform, root: Path) -> list[str]:
    """What `generate` says of them: one line for each service."""
    services: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in missing(platform, root):
        services[each.service, each.path].append(each.handler)
    return [
        f"yours       {counted(len(names), 'handler')} missing  {path}: {', '.join(names)}  → plano stub {service}"
        for (service, path), names in services.items()
    ]


def migrations(platform: Platform, root: Path) -> tuple[tuple[Needed, str], ...]:
    """The services that need a migration, each with what `generate` says of it."""
    return tuple(
        (each, f"migration   1 needed  {each.service}: {', '.join(each.tables)}  → plano migrate {each.service}")
        for each in needed(platform, root)
        if isinstance(each, Needed)
    )


def findings(platform: Platform, root: Path) -> Iterator[Diagnostic]:
    """What `check` says of them: an error for each handler, and a warning for each folder or function without use."""
    for service in platform.services:
        package = f"{service.source}/{service.generated}"
        if service.ejected and not (root / package / "service.py").is_file():
            said = f"the code of service '{service.name}' is yours, and {package} is not there"
            mend = f"remove 'ejected' from the blueprint, then 'plano eject {service.name}' moves the code"
            yield Diagnostic("missing", Severity.ERROR, said, None, "", mend, subject=f"service {service.name}")
    for each in missing(platform, root):
        if not (root / each.path).is_file():  # 'missing' names it, and generate writes it whole
            continue
        said = f"service '{each.service}' has no handler '{each.handler}' in {each.path}"
        mend = f"'plano stub {each.service}' appends it"
        subject = f"service {each.service}"
        yield Diagnostic("missing-handler", Severity.ERROR, said, None, "", mend, subject=subject)
    yield from map(_migration, needed(platform, root))
    for name in _unused_folders(platform, root):
        said = f"services/{name}/ belongs to no service of the blueprint"
        mend = "remove it once you want it no longer, or move it to where it is used; nothing of it was touched"
        yield Diagnostic("unused-code", Severity.WARNING, said, None, "", mend)
    yield from _unused_handlers(platform, root)


def _migration(found: Needed | Forked) -> Diagnostic:
    """A warning where tables and revisions part; an error where nothing can follow the revisions."""
    if isinstance(found, Forked):
        said = f"service '{found.service}' has {len(found.files)} newest revisions: {' and '.join(found.files)}"
        mend = (
            "give one of them the next free number, in its name and as its 'revision', and the other's number as its "
            f"'down_revision'; then plano migrate {found.service}"
        )
        return Diagnostic("migrations-forked", Severity.ERROR, said, None, "", mend)
    tables, mend = ", ".join(found.tables), f"'plano migrate {found.service}' writes it"
    if found.newest:
        mend += ", or notes that the database needs none"
        said = f"{found.folder}/{found.newest} was written for other tables than the blueprint says now: {tables}"
    else:
        said = f"no migration makes the tables of service '{found.service}' yet: {tables}"
    return Diagnostic("missing-migration", Severity.WARNING, said, None, "", mend)


def _unused_handlers(platform: Platform, root: Path) -> Iterator[Diagnostic]:
    """A warning for each function that an operation, a consumer or a schedule left behind."""
    for each in unused(platform, root):
        said = f"no handler of service '{each.service}' is called '{each.name}', and nothing uses it"
        span = Span(each.path, each.line, each.column, each.line, each.column + len(each.name))
        mend = (
            f"remove the function, or name it in the blueprint; '_{each.name}' keeps it as code of your own. "
            "Nothing of it was touched"
        )
        yield Diagnostic("unused-code", Severity.WARNING, said, span, "", mend)


def _unused_folders(platform: Platform, root: Path) -> Iterator[str]:
    """Folders under services/ that hold a file, and are of no service, sorted."""
    used = {service.package for service in platform.services} | {"__pycache__"}
    folders = (path for path in (root / "services").glob("*") if path.is_dir() and not path.name.startswith("."))
    for folder in sorted(folders):
        if folder.name not in used and any(path.is_file() for path in folder.rglob("*")):
            yield folder.name
