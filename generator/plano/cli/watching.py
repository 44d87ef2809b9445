"""`plano generate --watch`: generate again whenever something that it reads was saved."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import click
from watchfiles import Change, awatch

from plano.cli.main import run
from plano.cli.unchanged import seen_generator
from plano.emitters.registry import MODULES
from plano.emitters.templates import templates_root
from plano.pipeline import BLUEPRINT

_IMPORTED = (
    "plano.cli.findings",
    "plano.cli.generate",
    "plano.cli.locked",
    "plano.cli.summary",
    "plano.cli.unwritten",
    "plano.diagnostics.text",
    "plano.emitters.making",
    "plano.output.findings",
    "plano.output.lock",
    "plano.output.write",
    "plano.overriding.judging",
    "plano.pipeline",
    "plano.platform.resolve",
    "plano.plugins.emission",
    "plano.rules",
)
"""What a run imports, with what these import."""

_QUIET_MS = 150
"""Editors write a file in several steps: so long nothing must happen before a run begins."""


def watch(root: Path) -> int:
    """Generate now and after every save of the blueprint, a template or a handler, until Ctrl-C; gives 0.

    Each run is a process of its own, so that templates are read anew; its imports, most of a small run's time, are
    done once. Where the generator itself changed since, they are done anew too. A blueprint with errors shows them
    and leaves the tree as it was; the next save is followed all the same.
    """
    asyncio.run(_follow(root))
    click.echo("Stopped.", err=True)
    return 0


async def _follow(root: Path) -> None:
    saved, stop = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    code = seen_generator()
    folders = [folder for folder in (root / "services", templates_root(), root / "overrides") if folder.is_dir()]
    async with asyncio.TaskGroup() as group:
        group.create_task(_see(saved, stop, root, recursive=False, wanted=lambda path: path == root / BLUEPRINT))
        for folder in folders:
            group.create_task(_see(saved, stop, folder, recursive=True, wanted=_is_source))
        saved.set()
        while await _either(saved, stop):
            saved.clear()
            await (_forked(root) if seen_generator() == code else _anew(root))
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


async def _forked(root: Path) -> None:
    process = warm().Process(target=_run, args=(str(root),))
    process.start()
    await asyncio.to_thread(process.join)


async def _anew(root: Path) -> None:
    command = (sys.executable, "-m", "plano", "--root", str(root), "generate")
    await (await asyncio.create_subprocess_exec(*command)).wait()


def warm() -> ForkServerContext:
    """Forks processes in which all that `plano generate` needs is imported, and no template or blueprint was read."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_IMPORTED, *MODULES])
    return context


def _run(root: str) -> None:
    sys.exit(run(["--root", root, "generate"]))
