"""The migration that gives people a role by its new name: the kit keeps roles beside the accounts, by their names."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from plano.local.slugs import slug_of
from plano.platform.model import Platform
from plano.renaming.files import Write
from plano.renaming.targets import RenameError, Target

_TEMPLATE = '''"""{title}."""

from __future__ import annotations

from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None
tables = {{}}


def upgrade() -> None:
    op.execute(
        "UPDATE plano.credential"
        " SET roles = array_replace(roles, '{old}', '{new}')"
        " WHERE '{old}' = ANY (roles)"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE plano.credential"
        " SET roles = array_replace(roles, '{new}', '{old}')"
        " WHERE '{new}' = ANY (roles)"
    )
'''


@dataclass(frozen=True, slots=True)
class _Revision:
    name: str
    before: tuple[str, ...]


def role_migration(root: Path, platform: Platform, target: Target) -> Write | None:
    """The next revision of the issuer; None while it has none, since nobody has a role before its first.

    RenameError where its revisions cannot be read, or do not end in one.
    """
    issuer = platform.service(str(target.path[1]))
    folder = f"services/{issuer.package}/migrations"
    if (root / folder).is_symlink() or (root / folder).parent.is_symlink():
        raise RenameError(f"{folder} is reached through a link, and nothing is written through one: put it there")
    revisions = [_revision(file, folder) for file in sorted((root / folder).glob("*.py")) if file.stem != "__init__"]
    if not revisions:
        return None
    done = {name for each in revisions for name in each.before}
    heads = [each.name for each in revisions if each.name not in done]
    if len(heads) != 1 or not heads[0].isdecimal():
        raise RenameError(
            f"people keep '{target.old}' until a migration renames it, and the one of '{issuer.name}' has no place: "
            f"the revisions in {folder} end in {' and '.join(heads) or 'a circle'}. Let them end in one number"
        )
    slug = slug_of(f"rename_role_{target.old}_to_{target.new}")
    revision = f"{int(heads[0]) + 1:04d}"
    text = _TEMPLATE.format(
        title=slug.replace("_", " ").capitalize(), revision=revision, before=heads[0], old=target.old, new=target.new
    )
    return Write(f"{folder}/{revision}_{slug}.py", None, text.encode())


def _revision(file: Path, folder: str) -> _Revision:
    """A revision as its text says it, which is never run."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        said = {name: ast.literal_eval(value) for name, value in _assigned(tree) if name in _SAID}
    except (OSError, SyntaxError, ValueError) as error:
        raise RenameError(f"{folder}/{file.name} cannot be read as a migration: mend it, then rename again") from error
    name, before = said.get("revision"), said.get("down_revision")
    if not isinstance(name, str):
        raise RenameError(f"{folder}/{file.name} says no revision: mend it or take it away, then rename again")
    above = before if isinstance(before, list | tuple) else (before,)
    return _Revision(name, tuple(each for each in above if isinstance(each, str)))


_SAID = ("revision", "down_revision")


def _assigned(tree: ast.Module) -> list[tuple[str, ast.expr]]:
    """What is assigned at the top of a module, each time the name and what it is given."""
    found: list[tuple[str, ast.expr]] = []
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.append((name, value))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found.append((name, value))
    return found
