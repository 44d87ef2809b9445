"""What a person reads of a plan to leave."""

from __future__ import annotations

from collections.abc import Iterator

from plano.leaving.headers import Call
from plano.leaving.plan import Plan
from plano.leaving.service import ServicePlan
from plano.output.findings import counted

_SHOWN = 10
"""Files that are listed; there are five on the reference platform."""


def summary(found: Plan) -> Iterator[str]:
    """A line for each thing that changes, then what stays edited, then what still calls Plano."""
    yield _row("generated/", f"{counted(found.files, 'file')} {_become(found.files)} yours, the kit among them")
    if found.headers:
        yield _row("", f"{counted(found.headers, 'file')} without the lines that call {_it(found.headers)} derived")
    if found.kept:
        more = f" and {len(found.kept) - 1} more" if len(found.kept) > 1 else ""
        yield _row(
            "", f"{counted(len(found.kept), 'file')} as you edited {_it(len(found.kept))}: {found.kept[0]}{more}"
        )
    if found.indexes:
        yield _row("indexes", f"{found.indexes} removed")
    if found.rules:
        yield _row(".gitattributes", f"{counted(found.rules, 'line')} removed")
    if found.pinned:
        yield _row("requirements.txt", "a note at the version of plano")
    if found.leaves_note:
        yield _row("blueprint.yaml", "a note at its top: nothing follows from it any more")
    if found.calls:
        yield ""
        yield "Still to replace, or keep plano installed for it:"
        yield from _callers(found.calls)


def service_summary(plan: ServicePlan) -> Iterator[str]:
    """What moves where, what was edited, what the blueprint says, and which lines elsewhere name the old folder."""
    service = plan.service
    edited = [move.new for move in plan.moves if move.edited]
    if plan.moves:
        yield _row(
            service.name, f"{counted(len(plan.moves), 'file')} to services/{service.package}/, yours from now on"
        )
    if edited:
        more = f" and {len(edited) - 1} more" if len(edited) > 1 else ""
        yield _row("", f"{counted(len(edited), 'file')} as you edited {_it(len(edited))}: {edited[0]}{more}")
    yield _row("blueprint.yaml", f"services.{service.name}.ejected: true")
    if plan.mentions:
        yield ""
        yield f"These name generated/services/{service.name}: let them name services/{service.package}/src"
        yield from (f"  {mention}" for mention in plan.mentions)


def _callers(calls: tuple[Call, ...]) -> Iterator[str]:
    """A line for each file: where its first call is, and all commands that it calls."""
    files: dict[str, list[Call]] = {}
    for call in calls:
        files.setdefault(call.path, []).append(call)
    places = {f"{path}:{those[0].line}": dict.fromkeys(call.command for call in those) for path, those in files.items()}
    width = max(map(len, places))
    for place, commands in [*places.items()][:_SHOWN]:
        yield f"  {place:<{width}}  plano {', '.join(commands)}"
    if len(places) > _SHOWN:
        yield f"  and {counted(len(places) - _SHOWN, 'file')} more"


def _row(what: str, text: str) -> str:
    return f"{what:<18}{text}"


def _become(count: int) -> str:
    return "becomes" if count == 1 else "become"


def _it(count: int) -> str:
    return "it" if count == 1 else "them"
