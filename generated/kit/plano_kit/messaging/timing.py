"""How patient messaging is: every wait in one place, in seconds."""

from __future__ import annotations

from dataclasses import dataclass

from plano_kit.settings import Settings


@dataclass(frozen=True, slots=True)
class Timing:
    """`session` without a heartbeat and the broker drops a member; `max_poll` without a poll and the member leaves.

    `drain` is how long work in progress may go on at a stop or a rebalance before it is rolled back.
    `commit` is how long handled offsets may wait to be committed. `poll` is how often an outbox is looked at when
    nothing wakes the relay. After `stall` without movement the watchdog looks; after `stuck` a running handler is
    taken for hung. `again` and `longest` are the first and the longest wait before a broker or database is tried
    again. `request` bounds one request to a broker.
    """

    session: float = 30.0
    max_poll: float = 300.0
    drain: float = 15.0
    commit: float = 1.0
    poll: float = 1.0
    stall: float = 120.0
    stuck: float = 3600.0
    again: float = 0.5
    longest: float = 15.0
    request: float = 15.0

    @classmethod
    def of(cls, settings: Settings) -> Timing:
        """The timing that the settings ask for; draining leaves a pod a third of its grace for the rest."""
        return cls(
            session=settings.session_timeout,
            max_poll=settings.max_poll_interval,
            drain=settings.shutdown_seconds * 2 / 3,
            poll=settings.relay_poll,
        )

    def backoff(self, failures: int) -> float:
        """The wait after that many failures in a row, doubled each time."""
        return min(self.longest, self.again * 2.0 ** min(failures - 1, 20))

    @property
    def rebalance(self) -> float:
        """How long the group waits for this member to rejoin.

        aiokafka takes the session time-out where this is not given, and a member still draining would be dropped.
        """
        return self.session + self.drain
