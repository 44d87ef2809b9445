"""What librdkafka's mock cannot show: rebalances, a killed member's partitions, sequences that a broker checks."""

import asyncio
import os
import sys
from collections import defaultdict
from contextlib import AsyncExitStack

import pytest

from tests.kit.messaging.station import Moved, Station, Work, until, write
from tests.kit.messaging.test_relay import emptied, publish_steps, steps_by_key

pytestmark = pytest.mark.real


async def test_members_come_and_go_and_every_effect_happens_once_in_order(real: Station) -> None:
    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)
        await asyncio.sleep(0.01)

    await real.produce(*[real.event(who=f"w{n % 9}", step=n) for n in range(600)])

    async def handled(number: int) -> bool:
        return len(await real.effects()) >= number

    async with AsyncExitStack() as members:
        async with real.consuming(handle):
            await until(lambda: handled(50))
            await members.enter_async_context(real.consuming(handle))
            await until(lambda: handled(200))
            await members.enter_async_context(real.consuming(handle))
            await until(lambda: handled(300))
        await until(lambda: handled(600), seconds=40)
    by_key = defaultdict(list)
    for who, step in await real.effects():
        by_key[who].append(step)
    assert by_key == {f"w{key}": list(range(key, 600, 9)) for key in range(9)}
    assert await real.committed() == 600


async def test_a_killed_member_leaves_no_effect_out_and_none_twice(real: Station) -> None:
    await real.produce(*[real.event(who=f"w{n % 5}", step=n) for n in range(60)])
    victim = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.kit.messaging.victim",
        real.database_url,
        real.bootstrap,
        real.topic,
        "25",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([".", *sys.path])},
    )
    assert await asyncio.wait_for(victim.wait(), 40) == -9
    before = len(await real.effects())
    assert 25 <= before < 60
    assert await real.committed() == 0

    async def handle(event: Moved, ctx: Work) -> None:
        await write(ctx, event)

    async def all_there() -> bool:
        return await real.committed() == 60

    async with real.consuming(handle):
        await until(all_there, seconds=40)
    assert sorted(step for _, step in await real.effects()) == list(range(60))


async def test_two_relays_keep_each_keys_order_on_a_real_broker(real: Station) -> None:
    async with real.relaying(), real.relaying():
        await publish_steps(real, keys=12, steps=20)
        await until(lambda: emptied(real))
    assert await steps_by_key(real, 400) == {f"w{key}": list(range(20)) for key in range(12)}
