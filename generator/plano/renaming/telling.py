"""What a rename did or would do, in words: what moved, what was written, what to look at, what comes next."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from plano.cli.summary import table
from plano.output.findings import counted
from plano.pipeline import BLUEPRINT
from plano.renaming.environments import domains, namespaces
from plano.renaming.files import Write
from plano.renaming.planning import Plan


def told(plan: Plan, dry_run: bool) -> Iterator[str]:
    """Lines for a person; in a dry run with the difference in each file, and nothing of it done."""
    target = plan.target
    verb = "Would rename" if dry_run else "Renamed"
    yield f"{verb} {target.kind} '{_named(plan, target.old)}' to '{target.new}'."
    rows = [("moved" if not dry_run else "would move", each.old, f"→ {each.new}") for each in plan.moves]
    rows += [(_done(each, dry_run), each.path, _counted(each)) for each in plan.writes]
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


def _done(write: Write, dry_run: bool) -> str:
    if write.before is None:
        return "would write" if dry_run else "written"
    return "would edit" if dry_run else "edited"


def _named(plan: Plan, name: str) -> str:
    """The thing's name with what holds it, as the command takes it."""
    path = [str(each) for each in plan.target.path[:-1]]
    if plan.target.kind not in ("entity", "field", "operation", "value"):
        return name
    del path[0]  # services, topics or types
    if plan.target.holder not in ("config", "type"):
        path = [each for at, each in enumerate(path) if not (each in _SECTIONS and at % 2)]
    return ".".join([*path, name])


_SECTIONS = frozenset({"entities", "fields", "operations"})


def _lines(write: Write) -> tuple[list[str], list[str]]:
    return (write.before or b"").decode().splitlines(), write.after.decode().splitlines()


def _counted(write: Write) -> str:
    """How many lines of a file change, and the first."""
    before, after = _lines(write)
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [(first, until) for what, _, _, first, until in blocks if what != "equal"]
    total = sum(max(until - first, 1) for first, until in changed)
    return f"{counted(total, 'line')}, from line {changed[0][0] + 1}" if changed else "no line"


def _difference(write: Write) -> Iterator[str]:
    old, new = _lines(write)
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
        case "operation":
            yield "Its path stays: who calls it over HTTP sees nothing."
            yield f"Clients that others made of its OpenAPI document call it '{target.new}' from their next version on."
        case "value":
            yield from _of_value(plan)
        case "role":
            yield from _of_role(plan)
        case "environment":
            yield from _of_environment(plan)


def _of_value(plan: Plan) -> Iterator[str]:
    target = plan.target
    if target.holder == "entity":
        yield f"Rows that say '{target.old}' say '{target.new}' once the next migration has run."
        yield f"Until the roll-out has ended, what runs in the old version cannot store '{target.old}' any more."
    if plan.renamed.old.topics != plan.renamed.new.topics:
        yield f"Messages that are in a topic already, or in an outbox, say '{target.old}': new consumers refuse them."
    if target.holder in ("entity", "type", "operation"):
        yield f"Callers from outside of this repository have to say '{target.new}': tell them first."


def _of_role(plan: Plan) -> Iterator[str]:
    target = plan.target
    if any(each.before is None for each in plan.writes):
        yield f"People who are '{target.old}' are '{target.new}' once that migration has run."
    else:
        yield "Its service has no migration yet, so nobody has the role."
    yield f"Tokens that are out say '{target.old}' until they expire: who holds one logs in again, or waits for that."
    yield f"Whoever gives the role by 'PUT /auth/accounts/…/roles' has to say '{target.new}'."


def _of_environment(plan: Plan) -> Iterator[str]:
    target = plan.target
    old, new = namespaces(plan.renamed.old, plan.renamed.new, target)
    yield f"Its namespace is '{new}' now, and its databases, topics and secrets are called after it: it begins empty."
    before, after = domains(plan.renamed.old, plan.renamed.new, target)
    if before != after:
        yield f"Its domain was {before}, and is {after} now: write 'domain: {before}' in it to keep the old one."
    if any(each.old == f"releases/{target.old}" for each in plan.moves):
        yield f"All that '{old}' holds stays there and goes on running, until you take it away."
        yield f"Its releases name commits that know no '{target.new}': release every service again."


def _next(plan: Plan) -> str:
    target = plan.target
    steps = ["plano generate"]
    made = [each.path for each in plan.writes if each.before is None]
    if made:
        steps.insert(0, f"review {made[0]}")
    if target.kind == "entity" or target.holder == "entity":
        steps.append(f"plano migrate {target.path[1]}")
    if plan.looks:
        steps.insert(0, "look at the lines above")
    return ", then ".join(steps)
