"""`plano generate --watch`: generate again whenever something that it reads was saved."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import click
from watchfiles import Change, awatch

from plano.emitters.templates import templates_root
from plano.pipeline import BLUEPRINT

_QUIET_MS = 150
"""Editors write a file in several steps: so long nothing must happen before a run begins."""


def watch(root: Path) -> int:
    """Generate now and after every save of the blueprint, a template or a handler, until Ctrl-C; gives 0.

    Each run is a process of its own, so that a changed template or generator is read anew. A blueprint with
    errors shows them and leaves the tree as it was; the next save is followed all the same.
    """
    asyncio.run(_follow(root))
    click.echo("Stopped.", err=True)
    return 0


async def _follow(root: Path) -> None:
    saved, stop = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    folders = [folder for folder in (root / "services", templates_root(), root / "overrides") if folder.is_dir()]
    async with asyncio.TaskGroup() as group:
        group.create_task(_see(saved, stop, root, recursive=False, wanted=lambda path: path == root / BLUEPRINT))
        for folder in folders:
            group.create_task(_see(saved, stop, folder, recursive=True, wanted=_is_source))
        saved.set()
        while await _either(saved, stop):
            saved.clear()
            await _generate(root)
            click.echo(f"Watching {BLUEPRINT}, services/ and templates; Ctrl-C stops.", err=True)


async def _either(saved: asyncio.Event, stop: asyncio.Event) -> bool:
    """Wait for a save or the end; True for a save."""
    waiting = [asyncio.create_task(event.wait()) for event in (saved, stop)]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    return not stop.is_set()


async def _see(
    saved: asyncio.Event, stop: asyncio.Event, folder: Path, *, recursive: bool, wanted: Callable[[Path], bool]
) -> None:
    def is_wanted(_: Change, path: str) -> bool:
        return wanted(Path(path))

    changes = awatch(
        folder,
        recursive=recursive,
        watch_filter=is_wanted,
        debounce=_QUIET_MS,
        step=_QUIET_MS // 3,
        stop_event=stop,
    )
    async for _ in changes:
        saved.set()


def _is_source(path: Path) -> bool:
    return "__pycache__" not in path.parts and not path.name.startswith(".") and path.suffix not in (".tmp", ".swp")


async def _generate(root: Path) -> None:
    command = (sys.executable, "-m", "plano", "--root", str(root), "generate")
    await (await asyncio.create_subprocess_exec(*command)).wait()
