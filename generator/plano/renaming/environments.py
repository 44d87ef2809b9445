"""Renaming an environment: what it keeps is called after it, and no rename moves that."""

from __future__ import annotations

from pathlib import Path

from plano.delivery.release import FOLDER as RELEASES
from plano.platform.model import Platform
from plano.renaming.targets import RenameError, Target

LEAVE_DATA = "--leave-data"
"""The option with which a person says that the data may stay behind."""


def insist_unused(root: Path, target: Target) -> None:
    """Refuse an environment that has releases: something runs there, under the old name, with data."""
    count = released_to(root, target.old)
    if count:
        raise RenameError(
            f"environment '{target.old}' is in use: {RELEASES}/{target.old}/ has {count} "
            f"release{'s' if count > 1 else ''}. Its namespace, databases, topics and secrets carry its name, and "
            f"nothing moves what they hold. Add '{target.new}' beside it, release there, copy what is to be kept, and "
            f"take '{target.old}' out last; or say {LEAVE_DATA}, and all that stays behind under the old name"
        )


def released_to(root: Path, environment: str) -> int:
    """How many services have a release there."""
    return len(list((root / RELEASES / environment).glob("*.yaml")))


def domains(old: Platform, new: Platform, target: Target) -> tuple[str, str]:
    """The environment's domain before and after."""
    before = next(each.domain for each in old.environments if each.name == target.old)
    return before, next(each.domain for each in new.environments if each.name == target.new)


def namespaces(old: Platform, new: Platform, target: Target) -> tuple[str, str]:
    """The environment's namespace before and after."""
    before = next(each.namespace for each in old.environments if each.name == target.old)
    return before, next(each.namespace for each in new.environments if each.name == target.new)
