"""What `job NAME`, `migrate` and `seed` do, each in a process of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from plano_kit.auth.principal import Principal
from plano_kit.context import AnyContext
from plano_kit.database.migrate import Migrations
from plano_kit.messaging.prune import prune
from plano_kit.observability.tracing import continued
from plano_kit.runtime import Runtime
from plano_kit.service import Service
from plano_kit.settings import Settings

C = TypeVar("C", bound=AnyContext)


class UnknownJobError(Exception):
    """A job that the service does not have; the message names those that it has."""


async def run_job(service: Service[C], settings: Settings, name: str, arguments: Sequence[str]) -> int:
    """Run a job and give its exit code. Raises UnknownJobError."""
    handlers = {job.name: job.handler for job in service.jobs}
    known = {*handlers, "prune", *(["create-admin"] if service.issuer else [])}
    if name not in known:
        raise UnknownJobError(f"there is no job '{name}': {', '.join(sorted(known))}")
    async with Runtime(service, settings) as runtime:
        with continued(None, f"job {name}", "internal", {"plano.job.name": name}):
            if name == "create-admin" and runtime.issuing is not None and service.issuer is not None:
                from plano_kit.auth.issuer import create_admin

                return await create_admin(runtime.issuing, service.issuer, arguments)
            if name == "prune":
                await _prune(runtime)
            else:
                async with runtime.transaction(Principal.service(service.name)) as ctx:
                    await handlers[name](ctx)
    return 0


async def _prune(runtime: Runtime[C]) -> None:
    settings = runtime.settings
    async with runtime.pool.acquire() as connection:
        await prune(
            connection,
            inbox=timedelta(days=settings.inbox_days),
            idempotency=timedelta(days=settings.idempotency_days),
        )
    if runtime.service.issuer is not None:
        from plano_kit.auth.issuer import prune_issuer

        async with runtime.engine.begin() as opened:
            await prune_issuer(opened, runtime.service.issuer)


async def migrate(service: Service[C], settings: Settings) -> list[str]:
    """Bring the database to this code's revision, as its owner; gives what was applied.

    It needs `owner_database_url` alone: no key, no secret and no running role of the service. MigrationError where
    a revision cannot be applied, or where all of them leave tables without what this code needs.
    """
    if service.metadata is None:
        return []
    migrations = Migrations(service.package, service.metadata, issuer=service.issuer is not None)
    applied = await migrations.upgrade(settings.owner_database_url)
    await migrations.insist_on_tables(settings.owner_database_url, service.name)
    return applied


async def seed(service: Service[C], settings: Settings) -> bool:
    """Run `seed(ctx)` of the service's `seed.py` in one transaction; False where there is no such file."""
    name = f"{service.package}.seed"
    if find_spec(name) is None:
        return False
    function: Callable[[C], Awaitable[None]] = import_module(name).seed
    async with Runtime(service, settings) as runtime, runtime.transaction(Principal.service(service.name)) as ctx:
        await function(ctx)
    return True
