"""A package that a service imports and that is not installed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from plano.local.errors import LocalError
from plano.platform.model import Service

_MISSING = re.compile(r"ModuleNotFoundError: No module named '(\w+)[\w.]*'")


@contextmanager
def needed(service: Service) -> Iterator[None]:
    """Add to a LocalError about a module that is missing what the service's owner does about it."""
    try:
        yield
    except LocalError as error:
        found = _MISSING.findall(str(error))
        if not found or found[-1] == "services":
            raise
        raise LocalError(f"{error}\n\n{_mend(service, found[-1])}") from error


def _mend(service: Service, module: str) -> str:
    if module in ("plano_kit", service.generated):
        return f"'{module}' is derived from the blueprint: plano generate"
    project, lock = (f"services/{service.package}/{name}" for name in ("pyproject.toml", "requirements.lock"))
    return (
        f"'{module}' is not installed here. Where {service.name} needs it, name its package in {project}, then\n"
        f"    plano lock {service.name}\n"
        f"    pip install -r {lock}"
    )
