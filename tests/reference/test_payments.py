"""The reference's payments: an order's two events come from two topics, so either may arrive first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from plano.local.cluster import Cluster, throwaway
from plano.local.databases import Account, provision
from plano_kit.auth.principal import Principal
from plano_kit.runtime import Runtime
from plano_kit.settings import Settings
from services.payments.handlers import reconcile, refund, settle
from tienda_payments import Context, Line, OrdersCancelled, OrdersPlaced, Payment
from tienda_payments.service import SERVICE


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with throwaway(18) as cluster:
        yield cluster


@pytest.fixture
async def runtime(cluster: Cluster) -> AsyncIterator[Runtime[Context]]:
    """Payments on a migrated database that no test used before."""
    name = f"payments_{uuid4().hex[:8]}"
    account = Account(name, name, "running", f"{name}_owner", "owning")
    provision(cluster.url(), account)
    settings = Settings(database_url=account.url(cluster.address))
    async with Runtime(SERVICE, settings) as runtime:
        assert runtime.migrations is not None
        await runtime.migrations.upgrade(account.owner_url(cluster.address))
        yield runtime


def placed(order: UUID) -> OrdersPlaced:
    line = Line(sku="tea-green", quantity=1, price=Decimal("7.90"))
    now = datetime.now(UTC)
    return OrdersPlaced(order_id=order, customer_id=uuid4(), total=Decimal("7.90"), lines=[line], placed_at=now)


def cancelled(order: UUID) -> OrdersCancelled:
    return OrdersCancelled(order_id=order, customer_id=uuid4(), total=Decimal("7.90"), reason="too late")


async def handle(runtime: Runtime[Context], event: OrdersPlaced | OrdersCancelled) -> None:
    """One message, in its own transaction."""
    async with runtime.transaction(Principal.service("payments")) as ctx:
        if isinstance(event, OrdersPlaced):
            await settle(event, ctx)
        else:
            await refund(event, ctx)


async def published(runtime: Runtime[Context]) -> int:
    return int(await runtime.pool.fetchval("SELECT count(*) FROM plano.outbox"))


async def payment(runtime: Runtime[Context]) -> Payment:
    async with runtime.transaction(Principal.service("payments")) as ctx:
        (found,) = await ctx.list(Payment)
        return found


async def test_a_payment_is_settled_and_then_refunded(runtime: Runtime[Context]) -> None:
    order = uuid4()
    await handle(runtime, placed(order))
    assert (await payment(runtime)).settled_at
    assert await published(runtime) == 1
    await handle(runtime, cancelled(order))
    found = await payment(runtime)
    assert found.settled_at
    assert found.refunded_at


async def test_a_refund_that_overtakes_the_settlement_is_respected_by_it(runtime: Runtime[Context]) -> None:
    order = uuid4()
    await handle(runtime, cancelled(order))
    await handle(runtime, placed(order))
    found = await payment(runtime)
    assert found.refunded_at
    assert found.settled_at is None
    assert await published(runtime) == 0


async def test_an_event_that_comes_again_changes_nothing(runtime: Runtime[Context]) -> None:
    order = uuid4()
    await handle(runtime, placed(order))
    await handle(runtime, cancelled(order))
    before = await payment(runtime)
    await handle(runtime, placed(order))
    await handle(runtime, cancelled(order))
    assert await payment(runtime) == before
    assert await published(runtime) == 1


async def test_two_events_at_the_same_moment_make_one_payment(runtime: Runtime[Context]) -> None:
    order = uuid4()
    async with runtime.transaction(Principal.service("payments")) as ctx:
        await settle(placed(order), ctx)
        second = asyncio.create_task(handle(runtime, cancelled(order)))
        await waiting(runtime)
    await second
    found = await payment(runtime)
    assert found.settled_at
    assert found.refunded_at
    assert await published(runtime) == 1


async def waiting(runtime: Runtime[Context]) -> None:
    """Until a transaction waits for another's end."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    until = time.monotonic() + 10
    while not await runtime.pool.fetchval(waits):
        assert time.monotonic() < until, "nothing waits"
        await asyncio.sleep(0.02)


async def test_the_books_say_what_needs_a_person(runtime: Runtime[Context]) -> None:
    await handle(runtime, cancelled(uuid4()))
    async with runtime.transaction(Principal.service("payments")) as ctx:
        await reconcile(ctx)
