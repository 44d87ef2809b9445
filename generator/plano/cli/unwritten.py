"""What is yours and does not fit the blueprint: handlers that nobody wrote yet, and code of no service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from plano.diagnostics.model import Diagnostic, Severity
from plano.emitters.fastapi.handlers import missing
from plano.output.findings import counted
from plano.platform.model import Platform


def lines(platform: Platform, root: Path) -> list[str]:
    """What `generate` says of them: one line for each service."""
    services: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in missing(platform, root):
        services[each.service, each.path].append(each.handler)
    return [
        f"yours       {counted(len(names), 'handler')} missing  {path}: {', '.join(names)}  → plano stub {service}"
        for (service, path), names in services.items()
    ]


def findings(platform: Platform, root: Path) -> Iterator[Diagnostic]:
    """What `check` says of them: an error for each handler, and a warning for each folder without use."""
    for service in platform.services:
        package = f"{service.source}/{service.generated}"
        if service.ejected and not (root / package / "service.py").is_file():
            said = f"the code of service '{service.name}' is yours, and {package} is not there"
            mend = f"remove 'ejected' from the blueprint, then 'plano eject {service.name}' moves the code"
            yield Diagnostic("missing", Severity.ERROR, said, None, "", mend, subject=f"service {service.name}")
    for each in missing(platform, root):
        said = f"service '{each.service}' has no handler '{each.handler}' in {each.path}"
        mend = f"'plano stub {each.service}' appends it"
        subject = f"service {each.service}"
        yield Diagnostic("missing-handler", Severity.ERROR, said, None, "", mend, subject=subject)
    for name in _unused(platform, root):
        said = f"services/{name}/ belongs to no service of the blueprint"
        mend = "remove it once you want it no longer, or move it to where it is used; nothing of it was touched"
        yield Diagnostic("unused-code", Severity.WARNING, said, None, "", mend, subject=f"file services/{name}")


def _unused(platform: Platform, root: Path) -> Iterator[str]:
    """Folders under services/ that hold a file, and are of no service, sorted."""
    used = {service.package for service in platform.services} | {"__pycache__"}
    folders = (path for path in (root / "services").glob("*") if path.is_dir() and not path.name.startswith("."))
    for folder in sorted(folders):
        if folder.name not in used and any(path.is_file() for path in folder.rglob("*")):
            yield folder.name
