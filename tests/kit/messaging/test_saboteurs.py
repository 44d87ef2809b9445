"""With its mechanism switched off, each guarantee is seen to break: the other tests here watch something real."""

from plano_kit.messaging import headers
from plano_kit.messaging.arrival import Arrival
from plano_kit.messaging.letters import Letters
from plano_kit.service import Retry
from tests.kit.messaging.station import Moved, Station, Work, until, write


async def order_of(station: Station) -> list[int]:
    """The order in which one key's messages had their effect, the first of them failing once."""
    failed: list[Moved] = []

    async def handle(event: Moved, ctx: Work) -> None:
        if event.step == 0 and not failed:
            failed.append(event)
            raise RuntimeError("once")
        await write(ctx, event)

    async def all_there() -> bool:
        return len(await station.effects()) == 4

    await station.produce(*[station.event(who="a", step=n) for n in range(4)])
    async with station.consuming(handle):
        await until(all_there)
    return [step for _, step in await station.effects()]


async def test_blocking_retries_keep_a_keys_order(station: Station) -> None:
    station.retry = Retry(mode="blocking", attempts=3, first=0.5, maximum=0.5)
    assert await order_of(station) == [0, 1, 2, 3]


async def test_without_blocking_others_of_the_key_overtake(station: Station) -> None:
    station.retry = Retry(mode="topics", attempts=3, first=0.5, maximum=0.5)
    assert await order_of(station) == [1, 2, 3, 0]


class Forgetful(Letters):
    """Sends a message to its retry topic without how often it was tried."""

    def _told(self, arrival: Arrival, error: Exception) -> dict[str, str]:
        return {name: value for name, value in super()._told(arrival, error).items() if name != headers.ATTEMPTS}


async def tried(station: Station, letters: type[Letters]) -> tuple[int, int]:
    """How often a message that always fails is tried, up to 4 times, and how many dead letters it leaves."""
    station.retry = Retry(mode="topics", attempts=3, first=0.05, maximum=0.05)
    tries = []

    async def handle(event: Moved, ctx: Work) -> None:
        tries.append(event)
        raise RuntimeError("never")

    await station.produce(station.event(who="a", step=0))
    async with station.consuming(handle, letters=letters):
        dead = await station.read(station.dead_topic, 1, seconds=2)
    return min(4, len(tries)), len(dead)


async def test_topic_retries_end_in_a_dead_letter_after_their_attempts(station: Station) -> None:
    assert await tried(station, Letters) == (3, 1)


async def test_without_the_count_on_the_retry_topic_it_goes_round_for_ever(station: Station) -> None:
    assert await tried(station, Forgetful) == (4, 0)
