"""Which service an argument means."""

from __future__ import annotations

import click

from plano.language.nearest import nearest
from plano.platform.model import Platform, Service


def chosen(platform: Platform, name: str | None) -> tuple[Service, ...]:
    """The FastAPI service called `name`, or all of them; a name that is none of them ends with exit code 2."""
    ours = {service.name: service for service in platform.services if service.kind == "fastapi"}
    if name is None:
        return tuple(ours.values())
    if name not in ours:
        near = nearest(name, ours)
        hint = f"did you mean '{near}'?" if near else f"there are {', '.join(ours) or 'none'}"
        raise click.UsageError(f"the blueprint has no FastAPI service '{name}': {hint}")
    return (ours[name],)
