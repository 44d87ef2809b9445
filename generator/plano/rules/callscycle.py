"""calls-cycle: services that need one another, so that none can be down, started or tested alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.rules.findings import error

CODE = "calls-cycle"
_EVENT = "let one of them publish an event that the other consumes"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Each cycle of `calls` once, at its first edge. The derived edge to the issuer's keys does not count."""
    for cycle in cycles({name: service.calls for name, service in blueprint.services.items()}):
        edges = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
        spans = [
            places.value(("services", caller, "calls", blueprint.services[caller].calls.index(called)))
            for caller, called in edges
        ]
        related = tuple(
            Related(f"{caller!r} calls {called!r}", span)
            for (caller, called), span in zip(edges[1:], spans[1:], strict=True)
        )
        said = " → ".join([*cycle, cycle[0]])
        if len(cycle) == 1:
            said = f"service {cycle[0]!r} calls itself"
        else:
            said = f"these services call one another in a circle: {said}"
        label = "" if len(cycle) == 1 else f"{edges[0][0]!r} calls {edges[0][1]!r}"
        help = "remove it: it has its own functions" if len(cycle) == 1 else _EVENT
        yield error(CODE, said, spans[0], label, help, related, f"service {cycle[0]}")


def cycles(calls: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """One cycle for each edge that leads back into the path by which a depth-first walk came.

    Of several that begin with one edge only the first: without that edge none of them is a cycle.
    """
    done: set[str] = set()
    begun: set[tuple[str, str]] = set()
    for start in calls:
        if start in done:
            continue
        path = [start]
        pending = [iter(calls[start])]
        while pending:
            following = next(pending[-1], None)
            if following is None:
                pending.pop()
                done.add(path.pop())
            elif following in path:
                cycle = path[path.index(following) :]
                first = (cycle[0], cycle[1 % len(cycle)])
                if first not in begun:
                    begun.add(first)
                    yield cycle
            elif following in calls and following not in done:
                path.append(following)
                pending.append(iter(calls[following]))
