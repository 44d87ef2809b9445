"""override-min-above-max: an environment's bound and the service's own contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint, ConsumersDecl, ScaleDecl
from plano.language.places import Path, Places
from plano.rules.findings import error

CODE = "override-min-above-max"
_Bounds = ScaleDecl | ConsumersDecl


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """`min` is at most `max` after an environment's keys have replaced the service's; for a pair of which each side
    is written in another place. What one place alone has wrong is min-above-max.
    """
    for environment, options in blueprint.environments.items():
        for name, override in options.services.items():
            service = blueprint.services.get(name)
            if service is None:
                continue
            at: Path = ("environments", environment, "services", name)
            base: Path = ("services", name)
            yield from _bounds(service.scale, (*base, "scale"), override.scale, (*at, "scale"), places)
            yield from _bounds(service.consumers, (*base, "consumers"), override.consumers, (*at, "consumers"), places)


def _bounds(base: _Bounds, base_at: Path, here: _Bounds, here_at: Path, places: Places) -> Iterator[Diagnostic]:
    if base.min is not None and here.max is not None and here.min is None and base.min > here.max:
        least, most, ours, other = base.min, here.max, (*here_at, "max"), (*base_at, "min")
    elif base.max is not None and here.min is not None and here.max is None and here.min > base.max:
        least, most, ours, other = here.min, base.max, (*here_at, "min"), (*base_at, "max")
    else:
        return
    missing = "min" if ours[-1] == "max" else "max"
    value = most if missing == "min" else least
    yield error(
        CODE, f"{here_at[-1]!r} of {here_at[3]!r} in {here_at[1]!r} has at least {least} and at most {most}",
        places.value(ours), "", f"write '{missing}' here too, such as '{missing}: {value}'",
        (Related(f"{missing!r} stays as the service has it", places.value(other)),), f"environment {here_at[1]}",
    )  # fmt: skip
