"""What a comparison means to the person who runs `check` or `generate`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.output.compare import Change, Comparison, State
from plano.output.tree import Tree
from plano.output.write import refused

_LONGEST_DIFF = 40  # lines


def findings(tree: Tree, comparison: Comparison) -> tuple[Diagnostic, ...]:
    """The errors that `check` shows: all that is in the way, then one for each other state."""
    found = [*obstacles(tree, refused(comparison))]
    for state, verb, mend in (
        (State.MISSING, "missing", "plano generate"),
        (State.STALE, "stale", "plano generate"),
        (State.ORPHANED, "orphaned: nothing in the blueprint gives them any more", "plano generate removes them"),
    ):
        changes = comparison.of(state)
        if changes:
            said = f"{_kinds(tree, changes)} {'is' if len(changes) == 1 else 'are'} {verb}"
            found.append(Diagnostic(state.value, Severity.ERROR, f"{said}: {_listed(changes)}", None, "", mend))
    if not found and comparison.stale_indexes:
        said = f"{counted(len(comparison.stale_indexes), 'index')} of derived files is not up to date"
        found.append(Diagnostic("stale", Severity.ERROR, said, None, "", "plano generate"))
    return tuple(found)


def obstacles(tree: Tree, changes: Iterable[Change]) -> Iterator[Diagnostic]:
    """An error for each of these changes, which `generate` refuses to overwrite or to remove.

    What stands above several files is one error.
    """
    above: set[str] = set()
    for change in changes:
        subject = f"file {change.path}"
        span = _first_difference(tree, change)
        if change.state is State.FOREIGN:
            said = f"{change.path} is in the way: a derived file belongs there, and this is not one of ours"
            mend = "move it away, or 'plano generate --force' to overwrite it"
            if change.on_disk is None:
                if change.obstacle in above:
                    continue
                above.add(change.obstacle)
                said, mend = _blocked(change)
        else:
            said = f"{change.path} was edited by hand"
            mend = "say it in the blueprint or under services/, or drop it with 'plano generate --force'"
            if _has_template(tree, change.path):
                mend = f"keep it as an override with 'plano adopt {change.path}', {mend}"
        if change.state is State.EDITED_ORPHAN:
            said += ", and nothing in the blueprint gives it any more"
            mend = "move it under services/ to keep it, or remove it with 'plano generate --force'"
        code = "in-the-way" if change.state is State.FOREIGN else "hand-edited"
        yield Diagnostic(code, Severity.ERROR, said, span, "", mend, subject=subject)


def _has_template(tree: Tree, path: str) -> bool:
    """Whether an edit of this file can be kept as an override: not where it is JSON or YAML that is made from data.

    Such a text has neither a comment nor an expression of a template: no line of it begins with `#` or `{{`.
    """
    file = tree.files.get(path)
    if file is None or not path.endswith((".json", ".yaml", ".yml")):
        return file is not None
    return any(line.startswith((b"#", b"{{")) for line in file.content.splitlines())


def _blocked(change: Change) -> tuple[str, str]:
    """What is wrong, and how to mend it, where something that is no file of ours cannot be overwritten."""
    if change.obstacle == change.path:
        said = f"{change.path} is in the way: a derived file belongs there, and this is a folder or a link"
    else:
        said = f"{change.obstacle} is in the way: a folder of derived files belongs there, and this is a file or a link"
    return said, "move it away: nothing is written over a folder, and nothing through a link"


def edit_diff(tree: Tree, change: Change) -> str:
    """What a hand edit did, as a unified diff against what would be written, at most 40 lines; empty if not text."""
    file = tree.files.get(change.path)
    try:
        ours = file.content.decode() if file else ""
        theirs = (change.on_disk or b"").decode()
    except UnicodeDecodeError:
        return ""
    if file is None:
        return ""
    from difflib import unified_diff  # takes milliseconds, and only an edit by hand is shown

    lines = list(
        unified_diff(
            ours.splitlines(), theirs.splitlines(), f"{change.path} (derived)", f"{change.path} (on disk)", lineterm=""
        )
    )
    if len(lines) > _LONGEST_DIFF:
        lines = [*lines[:_LONGEST_DIFF], f"… {len(lines) - _LONGEST_DIFF} more lines"]
    return "\n".join(lines)


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`, `2 indexes`."""
    plural = "es" if noun.endswith("x") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"


def _kinds(tree: Tree, changes: tuple[Change, ...]) -> str:
    """How many derived files these are, and how many that are the user's once they are written."""
    yours = sum(change.path in tree.files and tree.files[change.path].once for change in changes)
    derived = len(changes) - yours
    first = f"{counted(yours, 'first version')} of yours" if yours else ""
    return " and ".join(filter(None, (counted(derived, "derived file") if derived else "", first)))


def _listed(changes: tuple[Change, ...]) -> str:
    shown = [change.path for change in changes[:3]]
    more = len(changes) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _first_difference(tree: Tree, change: Change) -> Span | None:
    if change.on_disk is None:
        return None
    file = tree.files.get(change.path)
    ours = file.content.split(b"\n") if file else []
    theirs = change.on_disk.split(b"\n")
    same = next(
        (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    line = min(same, len(theirs) - 1) + 1 if ours else 1
    return Span(change.path, line, 1, line, 1 + max(1, len(theirs[line - 1].decode("utf-8", "replace"))))
