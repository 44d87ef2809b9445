"""Handlers that the blueprint asks for and nobody wrote yet."""

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
    """What `check` says of them: an error for each."""
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
