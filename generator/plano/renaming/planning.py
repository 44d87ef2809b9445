"""All that a rename will do, worked out before anything is touched: what moves, what is written, what is left."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from plano.pipeline import BLUEPRINT, check_root
from plano.platform.model import Platform
from plano.renaming.blueprint import Renamed, renamed
from plano.renaming.derived import names
from plano.renaming.environments import insist_unused
from plano.renaming.files import Look, Write, seen
from plano.renaming.migrations import settled
from plano.renaming.moves import Move, moves_of
from plano.renaming.oldnames import HAVING
from plano.renaming.rolemigration import role_migration
from plano.renaming.source import Source
from plano.renaming.targets import RenameError, Target, target


@dataclass(frozen=True, slots=True)
class Plan:
    """One rename. `writes` ends with the blueprint."""

    target: Target
    renamed: Renamed
    moves: tuple[Move, ...]
    writes: tuple[Write, ...]
    looks: tuple[Look, ...]


def plan(root: Path, kind: str, old: str, new: str, *, leave_data: bool = False) -> Plan | None:
    """What the rename will do; None where the blueprint has errors, which come first.

    With `leave_data` an environment that is in use is renamed as well, and what it keeps stays behind.
    RenameError where it cannot be, RefusedError where the blueprint would have errors after it.
    """
    checked = check_root(root)
    if checked.platform is None:
        return None
    raw = (root / BLUEPRINT).read_bytes()
    head = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    source = Source.of(raw.removeprefix(head).decode())
    wanted = target(source, kind, old, new)
    _insist_derived(checked.platform, wanted)
    after = renamed(source, checked.platform, wanted, settled=settled(root, source, wanted))
    if kind == "environment" and not leave_data:
        insist_unused(root, wanted)
    moves = moves_of(root, wanted, after)
    found = seen(root, wanted, after, moves, names(after.old, after.new))
    migration = role_migration(root, after.old, wanted) if kind == "role" else None
    blueprint = Write(BLUEPRINT, raw, head + after.after.encode())
    return Plan(wanted, after, moves, (*found.writes, *filter(None, [migration]), blueprint), found.looks)


def _insist_derived(platform: Platform, wanted: Target) -> None:
    """What was ejected is not derived any more, so that its code would keep the old name and fit nothing."""
    service = str(wanted.path[1]) if wanted.path[0] == "services" else ""
    if platform.ejected or any(each.name == service and each.ejected for each in platform.services):
        what = f"service '{service}'" if service and not platform.ejected else "this platform"
        key = f", with the key in {BLUEPRINT} and 'was: {wanted.old}' in it" if wanted.kind in HAVING else ""
        raise RenameError(
            f"{what} is ejected: its code is yours, and no rename reaches into it. Change it by hand{key}"
        )
