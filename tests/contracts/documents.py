"""Ways into a JSON document for tests, without casts at each step."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence


def at(document: object, *path: str | int) -> object:
    """What stands at that path of keys and indexes; AssertionError where nothing does."""
    here = document
    for step in path:
        if isinstance(here, dict):
            assert step in here, f"no {step!r} among {sorted(map(str, here))}"
            here = here[step]
        else:
            assert isinstance(here, list), f"no {step!r} in {here!r}"
            assert isinstance(step, int)
            here = here[step]
    return here


def table(document: object, *path: str | int) -> dict[str, object]:
    """As `at`, for an object."""
    found = at(document, *path)
    assert isinstance(found, dict)
    return found


def row(document: object, *path: str | int) -> list[object]:
    """As `at`, for an array."""
    found = at(document, *path)
    assert isinstance(found, list)
    return found


def operations(document: object) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Path, method and operation object of each operation of an OpenAPI document."""
    for path, item in table(document, "paths").items():
        for method, operation in table(item).items():
            yield path, method, table(operation)


def planted(document: dict[str, object], path: Sequence[str | int], value: object) -> dict[str, object]:
    """A copy of the document in which `value` stands at `path`, where something else stood."""
    changed = copy.deepcopy(document)
    *way, last = path
    assert at(changed, *path) != value
    table(changed, *way)[str(last)] = value
    return changed
