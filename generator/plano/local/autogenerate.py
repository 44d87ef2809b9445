"""Runs in a service's own environment: compares its models with a migrated database, and writes what is missing."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Concatenate, Literal, ParamSpec, TypeVar

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, DefaultClause, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.sql.elements import conv
from sqlalchemy.types import TypeDecorator

from plano.local.checks import add_changed_checks, condition, expression, of_schema
from plano.local.firstrows import empty, fill
from plano.local.oldrows import Rows, keep_rows
from plano.local.slugs import derived
from plano.renaming.database import add_to, rename, title
from plano.renaming.tables import Former, unpacked
from plano_kit.database.migrate import MigrationError, Migrations
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the next revision is made from, beside the models.

    `was` are old names of tables, columns and values, which are renamed where the database still has them; `names`
    has the entity of each table, for sentences; `slug` is the end of the file's name, or empty.
    """

    slug: str
    was: tuple[Former, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A revision: its path, empty where none is needed, and what rows may refuse of it, one sentence each."""

    path: str
    said: tuple[str, ...] = ()


async def main(package: str, wanted: Wanted) -> Written:
    """Write the next revision of the service in `package`.

    It is applied, taken back and applied again, with a row in each table that takes one; where rows refuse it that
    is said, and it is proved on empty tables. What cannot be applied to these is not kept. SystemExit, with one line,
    where PostgreSQL refuses something or where there are two heads.
    """
    try:
        return await _next(package, wanted)
    except (DBAPIError, MigrationError) as error:
        raise SystemExit(f"PostgreSQL says: {_cause(error)}") from error


async def _next(package: str, wanted: Wanted) -> Written:
    service = import_module(f"{package}.service").SERVICE
    assert isinstance(service, Service)
    assert service.metadata is not None
    url = os.environ["PLANO_OWNER_DATABASE_URL"]
    migrations = Migrations(service.package, service.metadata, issuer=service.issuer is not None)
    heads = migrations.heads
    if len(heads) > 1:
        raise SystemExit(f"two heads, {' and '.join(heads)}: number one of them behind the other")
    await migrations.upgrade(url)
    script, called, said = await _on(url, _compare, service.metadata, wanted)
    assert script.upgrade_ops is not None
    if script.upgrade_ops.is_empty():
        return Written("")
    revision = f"{int(heads[0]) + 1 if heads else 1:04d}"
    file = (
        migrations.folder
        / f"{revision}_{wanted.slug or called or ('initial' if not heads else derived(script.upgrade_ops))}.py"
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_written(script, revision, heads[0] if heads else None, file.stem[5:]))
    try:
        said += await _proved(migrations, url, heads[0] if heads else "base", known=bool(said))
    except BaseException:
        file.unlink()
        raise
    return Written(str(file.relative_to(Path.cwd())), said)


async def _proved(migrations: Migrations, url: str, before: str, *, known: bool) -> tuple[str, ...]:
    """Up, down and up again, with rows as far as these let it; gives what they refuse where that is not `known`."""
    refused: tuple[str, ...] = ()
    await _on(url, fill)
    try:
        await migrations.upgrade(url)
    except MigrationError as error:
        refused = (
            () if known else (f"this revision fails where its tables have rows, PostgreSQL says: {_cause(error)}",)
        )
        await _on(url, empty)
        await migrations.upgrade(url)
    try:
        await migrations.downgrade(url, before)
    except MigrationError as error:
        refused += (f"taking this revision back fails where its tables have rows, PostgreSQL says: {_cause(error)}",)
        await _on(url, empty)
        await migrations.downgrade(url, before)
    await migrations.upgrade(url)
    return refused


P = ParamSpec("P")
R = TypeVar("R")


async def _on(url: str, work: Callable[Concatenate[Connection, P], R], *given: P.args, **named: P.kwargs) -> R:
    """Do something with a connection, in a transaction of its own."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work, *given, **named)
    finally:
        await engine.dispose()


def _cause(error: BaseException) -> str:
    """What PostgreSQL itself says, in one line."""
    cause = error.__cause__ if isinstance(error, MigrationError) else error
    said = str(cause.orig) if isinstance(cause, DBAPIError) else str(error)
    return "".join(re.sub(r"^<class '[^']*'>: ", "", said).splitlines()[:1])


def _compare(
    connection: Connection, metadata: MetaData, wanted: Wanted
) -> tuple[MigrationScript, str, tuple[str, ...]]:
    """What brings the database to the models, what it is called where it renames something, what rows may refuse.

    Nothing of it stays: what was renamed for the comparison is taken back.
    """
    scratch = connection.begin_nested()
    before = of_schema(connection, "public")
    renamed = rename(connection, metadata, wanted.was)
    values = frozenset((each.table, each.column, each.was) for each in wanted.was if each.value)
    rows = Rows(metadata, connection.dialect, wanted.names, before | of_schema(connection, "public"), values)
    context = MigrationContext.configure(
        connection,
        opts={"compare_type": True, "include_name": _ours, "target_metadata": metadata, "render_item": _render},
    )
    script = produce_migrations(context, metadata)
    add_changed_checks(script, connection, metadata)
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    keep_rows(script.upgrade_ops, script.downgrade_ops, rows)
    add_to(script, renamed)
    scratch.rollback()
    return script, title(renamed), tuple(rows.said)


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return kind != "schema" or name is None


def _render(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    stored = item.impl_instance if isinstance(item, TypeDecorator) else item
    if kind == "type" and isinstance(stored, JSONB):
        return "postgresql.JSONB()"
    if kind == "server_default" and isinstance(item, DefaultClause):
        given = str(item.arg)
        return f"sa.{'literal_column' if ':' in given else 'text'}({given!r})"
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
    _, of_package, its_slug, former, named = sys.argv
    made = asyncio.run(main(of_package, Wanted(its_slug, unpacked(former), json.loads(named))))
    sys.stdout.write(f"\n{json.dumps(asdict(made))}")
