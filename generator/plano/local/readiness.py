"""Waits for a process of ours until it answers."""

from __future__ import annotations

import asyncio
import contextlib
import time

import httpx

from plano.local.children import Child

_EVERY = 0.05


async def until_answers(child: Child, url: str, seconds: float, *, status: int | None = None) -> None:
    """Ask `url` until it answers with that status (any, where None).

    LocalError with the process's last lines where it ends before, or does not answer so in time.
    """
    ending = asyncio.create_task(child.ended())
    last = "it never answered"
    end = time.monotonic() + seconds
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
            while time.monotonic() < end:
                if ending.done():
                    raise child.failed(f"ended with {ending.result()}:")
                with contextlib.suppress(httpx.HTTPError):
                    answer = await http.get(url)
                    if status in (None, answer.status_code):
                        return
                    last = answer.text
                await asyncio.sleep(_EVERY)
    finally:
        ending.cancel()
    raise child.failed(f"is not ready after {seconds:.0f} s ({last}):")
