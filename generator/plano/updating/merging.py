"""The scaffold's files, merged three ways by copier: as they were made, as you have them, as they would be made now."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from copier import run_copy, run_update
from copier.errors import CopierError, InteractiveSessionError, UserMessageError
from plumbum.commands.processes import ProcessExecutionError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from plano.scaffold.errors import ScaffoldError
from plano.scaffold.rendering import ANSWERS, insist_on_questions
from plano.updating.repository import Clone
from plano.updating.settling import Conflict, settled

_BEGINS = "<<<<<<< before updating"
_NEXT = ". Name a tag of it with --to"
_SOURCE, _COMMIT = "_src_path", "_commit"


def merge(
    clone: Clone, folder: Path, answers: Mapping[str, str], revision: str | None, *, defaults: bool
) -> tuple[Conflict, ...]:
    """Merge the template at `revision`, by default its newest tag, into the clone; gives what is left to you.

    New questions are asked, or take their default where `defaults`. What is made on the way lies in `folder`.
    ScaffoldError where it cannot be; the clone is then of no more use.
    """
    before = _recorded(clone.root)

    def update() -> None:
        run_update(
            clone.root,
            data=dict(answers),
            vcs_ref=revision,
            defaults=defaults,
            overwrite=True,
            skip_answered=True,
            quiet=True,
            conflict="inline",
        )

    _run(update)
    after = _recorded(clone.root)
    insist_on_questions(answers, after)
    old, new = folder / "old", folder / "new"
    _made(before, old)
    _made(after, new)
    special = settled(clone, old, new)
    marked = (Conflict(path, line) for path, line in _marks(clone.root, clone.differences()))
    return tuple(sorted((*marked, *special), key=lambda conflict: (conflict.path, conflict.line)))


def _made(recorded: Mapping[str, object], folder: Path) -> None:
    """The template's files for answers that are recorded, in `folder`, as nobody has touched them."""
    answers = {name: value for name, value in recorded.items() if not name.startswith("_")}
    source, commit = str(recorded[_SOURCE]), str(recorded[_COMMIT])
    _run(lambda: run_copy(source, folder, data=answers, vcs_ref=commit, defaults=True, overwrite=True, quiet=True))


def _run(step: Callable[[], object]) -> None:
    """A step of copier's, with its errors in our words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            step()
        except InteractiveSessionError:
            said = "the template asks something new, and there is no terminal: give --defaults, or --data NAME=VALUE"
            raise ScaffoldError(said, answer=True) from None
        except ProcessExecutionError as error:
            lines = [line for line in str(error.stderr).splitlines() if line.strip()]
            said = lines[-1].removeprefix("fatal: ") if lines else "git failed"
            raise ScaffoldError(f"the template cannot be read: {said}{_NEXT}") from None
        except (CopierError, UserMessageError, ValueError) as error:
            said = " ".join(str(error).split())
            wrong = "Validation error for question" in said
            raise ScaffoldError(f"{said}{_NEXT if 'revision' in said else ''}", answer=wrong) from None


def _recorded(root: Path) -> dict[str, object]:
    """What was answered, and of which commit of which template."""
    try:
        found = YAML(typ="safe").load((root / ANSWERS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        said = f"there is no {ANSWERS} here, so nothing says which template made this repository: plano new makes one"
        raise ScaffoldError(said) from None
    except (OSError, ValueError, YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ScaffoldError(f"{ANSWERS} cannot be read: {reason}. git log -p {ANSWERS} shows how it was") from None
    if not isinstance(found, dict) or not {_SOURCE, _COMMIT} <= found.keys():
        said = f"{ANSWERS} does not say both {_SOURCE} and {_COMMIT}: git log -p {ANSWERS} shows how it was"
        raise ScaffoldError(said)
    return {str(name): value for name, value in found.items()}


def _marks(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Path and line, from 1, of each place where both sides changed the same lines."""
    for path in paths:
        try:
            lines = (root / path).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for number, line in enumerate(lines, 1):
            if line == _BEGINS:
                yield path, number
