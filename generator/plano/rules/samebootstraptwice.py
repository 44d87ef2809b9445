"""same-bootstrap-twice: two environments on one Kafka."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import error, listed

CODE = "same-bootstrap-twice"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """A Kafka that is there already belongs to one environment: topics of two would have the same names.

    An address stands once in all the lists of `bootstrap`; that of `systems` counts for every environment which
    has no list of its own. One finding a list, at the first of its addresses that is not its own.
    """
    kafka = blueprint.systems.kafka
    if kafka is None:
        return
    owners: dict[Path, list[str]] = {}
    lists: dict[Path, tuple[str, ...]] = {}
    for name, options in blueprint.environments.items():
        own = options.systems.kafka.bootstrap if options.systems.kafka is not None else ()
        at: Path = ("environments", name, "systems", "kafka") if own else ("systems", "kafka")
        owners.setdefault(at, []).append(name)
        lists[at] = own or kafka.bootstrap
    taken: dict[str, Path] = {}
    for at, addresses in lists.items():
        names = owners[at]
        if len(names) > 1 and addresses:
            yield error(
                CODE, f"environments {listed(names)} would share one Kafka", places.key((*at, "bootstrap")),
                "here for every environment that names none",
                f"write 'systems: {{kafka: {{bootstrap: […]}}}}' in environment {names[-1]!r}: each has its own",
                subject=f"environment {names[-1]}",
            )  # fmt: skip
        found = _first_taken(at, addresses, taken)
        if found is not None:
            yield _found(*found, owners, places)


def _first_taken(at: Path, addresses: tuple[str, ...], taken: dict[str, Path]) -> tuple[str, Path, Path] | None:
    """Take all the addresses; the first that is taken already, where it stands, and where it stood before."""
    found = None
    for number, address in enumerate(addresses):
        path = (*at, "bootstrap", number)
        first = taken.setdefault(address.lower(), path)
        if first != path and found is None:
            found = (address, path, first)
    return found


def _found(address: str, path: Path, first: Path, owners: dict[Path, list[str]], places: Places) -> Diagnostic:
    name, other = owners[path[:-2]][0], owners[first[:-2]][0]
    if name == other:
        return error(CODE, f"{address!r} stands twice in 'bootstrap'", places.value(path), "", "remove one of them",
                     (Related("the first is here", places.value(first)),), f"environment {name}")  # fmt: skip
    return error(
        CODE, f"environments {other!r} and {name!r} would share the Kafka at {address!r}", places.value(path),
        f"also of {name!r}", "name another Kafka for one of them", (Related(f"of {other!r}", places.value(first)),),
        f"environment {name}",
    )  # fmt: skip
