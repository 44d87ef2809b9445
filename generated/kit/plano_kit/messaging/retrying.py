"""How long a failed message waits."""

from __future__ import annotations

from random import SystemRandom

from plano_kit.service import Retry


def delay(retry: Retry, attempt: int) -> float:
    """Seconds until the attempt after `attempt`: `first`, doubled each time up to `maximum`, and up to a tenth more.

    The tenth keeps messages that failed together from coming back together.
    """
    # Bounded before the power, which would overflow for a long row of attempts.
    doubled = retry.first * 2.0 ** min(attempt - 1, 60)
    return min(retry.maximum, doubled) * SystemRandom().uniform(1.0, 1.1)
