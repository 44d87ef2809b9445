"""Runs in a service's own environment: compares its models with a migrated database, and writes what is missing."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.sql.elements import conv
from sqlalchemy.types import TypeDecorator

from plano.local.checks import add_changed_checks, condition, expression
from plano.local.slugs import derived
from plano.renaming.database import add_to, rename, title
from plano.renaming.tables import Former, unpacked
from plano_kit.database.migrate import Migrations
from plano_kit.service import Service

_TEMPLATE = '''"""{title}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
{more}
revision = "{revision}"
down_revision = {before}
branch_labels = None
depends_on = None


def upgrade() -> None:
{upgrade}


def downgrade() -> None:
{downgrade}
'''


async def main(package: str, slug: str, was: tuple[Former, ...] = ()) -> str:
    """Write the next revision of the service in `package`; gives its path, or nothing.

    `was` are old names of tables and columns, which are renamed where the database still has them.
    What cannot be applied, taken back and applied again is not kept. SystemExit, with one line, where PostgreSQL
    refuses something or where there are two heads.
    """
    try:
        return await _next(package, slug, was)
    except DBAPIError as error:
        said = re.sub(r"^<class '[^']*'>: ", "", str(error.orig)).splitlines()[:1]
        raise SystemExit(f"PostgreSQL says: {''.join(said)}") from error


async def _next(package: str, slug: str, was: tuple[Former, ...]) -> str:
    service = import_module(f"{package}.service").SERVICE
    assert isinstance(service, Service)
    assert service.metadata is not None
    url = os.environ["PLANO_OWNER_DATABASE_URL"]
    migrations = Migrations(service.package, service.metadata, issuer=service.issuer is not None)
    heads = migrations.heads
    if len(heads) > 1:
        raise SystemExit(f"two heads, {' and '.join(heads)}: number one of them behind the other")
    await migrations.upgrade(url)
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        script, called = await connection.run_sync(_compare, service.metadata, was)
    await engine.dispose()
    assert script.upgrade_ops is not None
    if script.upgrade_ops.is_empty():
        return ""
    revision = f"{int(heads[0]) + 1 if heads else 1:04d}"
    file = (
        migrations.folder
        / f"{revision}_{slug or called or ('initial' if not heads else derived(script.upgrade_ops))}.py"
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_written(script, revision, heads[0] if heads else None, file.stem[5:]))
    try:
        await migrations.upgrade(url)
        await migrations.downgrade(url, heads[0] if heads else "base")
        await migrations.upgrade(url)
    except BaseException:
        file.unlink()
        raise
    return str(file.relative_to(Path.cwd()))


def _compare(connection: Connection, metadata: MetaData, was: tuple[Former, ...]) -> tuple[MigrationScript, str]:
    """What brings the database to the models, and what it is called where it renames something."""
    renamed = rename(connection, metadata, was)
    context = MigrationContext.configure(
        connection,
        opts={"compare_type": True, "include_name": _ours, "target_metadata": metadata, "render_item": _render},
    )
    script = produce_migrations(context, metadata)
    add_changed_checks(script, connection, metadata)
    add_to(script, renamed)
    return script, title(renamed)


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return kind != "schema" or name is None


def _render(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    stored = item.impl_instance if isinstance(item, TypeDecorator) else item
    if kind == "type" and isinstance(stored, JSONB):
        return "postgresql.JSONB()"
    if kind == "check" and isinstance(item, CheckConstraint) and isinstance(item.name, conv):
        return f"sa.CheckConstraint({expression(condition(item, context.dialect))}, name=op.f({str(item.name)!r}))"
    return False


def _written(script: MigrationScript, revision: str, before: str | None, slug: str) -> str:
    postgresql = MigrationContext.configure(url="postgresql+asyncpg://")  # what applies it later
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    up, down = (
        render_python_code(ops, render_item=_render, migration_context=postgresql)
        for ops in (script.upgrade_ops, script.downgrade_ops)
    )
    more = "from sqlalchemy.dialects import postgresql\n" if "postgresql." in up + down else ""
    return _TEMPLATE.format(
        title=slug.replace("_", " ").capitalize(),
        more=more,
        revision=revision,
        before="None" if before is None else f'"{before}"',
        upgrade=_body(up),
        downgrade=_body(down),
    )


def _body(code: str) -> str:
    lines = [line.rstrip() for line in code.splitlines() if not line.strip().startswith("#")]
    text = "\n".join(lines).strip("\n") or "    pass"
    return re.sub(r"^(?! {4})(?=\S)", "    ", text, flags=re.MULTILINE)


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(main(sys.argv[1], sys.argv[2], unpacked(sys.argv[3]))))
