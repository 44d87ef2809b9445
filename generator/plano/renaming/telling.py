"""What a rename did or would do, in words: what moved, what was written, what to look at, what comes next."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from plano.cli.summary import table
from plano.output.findings import counted
from plano.pipeline import BLUEPRINT
from plano.renaming.planning import Plan, Write


def told(plan: Plan, dry_run: bool) -> Iterator[str]:
    """Lines for a person; in a dry run with the difference in each file, and nothing of it done."""
    target = plan.target
    verb = "Would rename" if dry_run else "Renamed"
    yield f"{verb} {target.kind} '{_named(plan, target.old)}' to '{target.new}'."
    rows = [("moved" if not dry_run else "would move", each.old, f"→ {each.new}") for each in plan.moves]
    rows += [("edited" if not dry_run else "would edit", each.path, _counted(each)) for each in plan.writes]
    yield from table(rows)
    if dry_run:
        for each in plan.writes:
            yield from _difference(each)
    if plan.looks:
        yield ""
        yield "These were left, since what they mean is not certain:"
        yield from (f"  look at {each.path}:{each.line}: {each.said}" for each in plan.looks)
    yield ""
    yield from _notes(plan)
    for service in plan.renamed.new.services:
        if service.ejected:
            yield f"Nothing below services/{service.package}/ was looked through: '{service.name}' is ejected."
    yield "Nothing was written." if dry_run else f"Next: {_next(plan)}"


def _named(plan: Plan, name: str) -> str:
    """The thing's name with what holds it, as the command takes it."""
    path = [str(each) for each in plan.target.path]
    match plan.target.kind, plan.target.holder:
        case "entity", _:
            return f"{path[1]}.{name}"
        case "field", "entity":
            return f"{path[1]}.{path[3]}.{name}"
        case "field", _:
            return f"{path[1]}.{name}"
    return name


def _counted(write: Write) -> str:
    """How many lines of a file change, and the first."""
    before, after = write.before.decode().splitlines(), write.after.decode().splitlines()
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [(first, until) for what, _, _, first, until in blocks if what != "equal"]
    total = sum(max(until - first, 1) for first, until in changed)
    return f"{counted(total, 'line')}, from line {changed[0][0] + 1}" if changed else "no line"


def _difference(write: Write) -> Iterator[str]:
    old, new = write.before.decode().splitlines(), write.after.decode().splitlines()
    yield ""
    yield from difflib.unified_diff(old, new, write.path, f"{write.path} (renamed)", n=1, lineterm="")


def _notes(plan: Plan) -> Iterator[str]:
    """What a rename cannot do by itself, or what it decided."""
    target = plan.target
    match target.kind:
        case "service":
            if any(each.name == target.new and each.database for each in plan.renamed.new.services):
                yield f"Databases, roles and consumer groups keep the name that 'was' says: leave it in {BLUEPRINT}."
            if any(each.new.startswith("releases/") for each in plan.moves):
                yield f"Its releases name images of '{target.old}': release '{target.new}' once it is built."
        case "topic":
            yield f"Kafka renames no topic: '{target.new}' begins empty. What is unread in '{target.old}' stays there."
        case "entity":
            yield "Its table is renamed by the next migration, and its rows stay."
        case "field" if target.holder == "entity":
            yield "Its column is renamed by the next migration, and its values stay."
        case "field" if target.holder == "topic":
            yield f"Messages that are in the topic already, or in an outbox, say '{target.old}'."


def _next(plan: Plan) -> str:
    target = plan.target
    steps = ["plano generate"]
    if target.kind == "entity" or target.holder == "entity":
        steps.append(f"plano migrate {target.path[1]}")
    if plan.looks:
        steps.insert(0, "look at the lines above")
    return ", then ".join(steps)
