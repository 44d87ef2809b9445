"""Failures as values: for work of others whose every error is expected."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine


async def failure_of(work: Coroutine[None, None, None]) -> Exception | None:
    """Run `work`; gives what it raised, None where it ended well. Cancelling this cancels it."""
    (outcome,) = await asyncio.gather(work, return_exceptions=True)
    if outcome is None or isinstance(outcome, Exception):
        return outcome
    raise outcome
