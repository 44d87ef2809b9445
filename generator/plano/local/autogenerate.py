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
from sqlalchemy import Connection, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.types import TypeDecorator

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


async def main(package: str, slug: str) -> str:
    """Write the next revision of the service in `package`; gives its path, or nothing."""
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
        script = await connection.run_sync(_compare, service.metadata)
    await engine.dispose()
    assert script.upgrade_ops is not None
    if script.upgrade_ops.is_empty():
        return ""
    revision = f"{int(heads[0]) + 1 if heads else 1:04d}"
    file = migrations.folder / f"{revision}_{slug or ('initial' if not heads else 'change')}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_written(script, revision, heads[0] if heads else None, file.stem[5:]))
    await migrations.upgrade(url)
    await migrations.downgrade(url, heads[0] if heads else "base")
    await migrations.upgrade(url)
    return str(file.relative_to(Path.cwd()))


def _compare(connection: Connection, metadata: MetaData) -> MigrationScript:
    context = MigrationContext.configure(
        connection,
        opts={"compare_type": True, "include_name": _ours, "target_metadata": metadata, "render_item": _render},
    )
    return produce_migrations(context, metadata)


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return kind != "schema" or name is None


def _render(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, TypeDecorator) and isinstance(item.impl_instance, JSONB):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return False


def _written(script: MigrationScript, revision: str, before: str | None, slug: str) -> str:
    imports: set[str] = set()
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    up, down = (
        render_python_code(ops, imports=sorted(imports), render_item=_render)
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
    sys.stdout.write(asyncio.run(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")))
