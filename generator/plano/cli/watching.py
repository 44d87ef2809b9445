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
    """Generate now and after every save of the blueprint, a file that it names, a template or a handler; gives 0.

    Ctrl-C ends it. Each run is a process of its own, so that templates are read anew; its imports, most of a small
    run's time, are done once. Where the generator itself changed since, they are done anew too. A blueprint with
    errors shows them and leaves the tree as it was; the next save is followed all the same.
    """
    asyncio.run(_follow(root))
    click.echo("Stopped.", err=True)
    return 0


async def _follow(root: Path) -> None:
    saved, stop = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    code = seen_generator()
    yours = (root / "services", root / "overrides")

    def at_the_top(change: Change, path: Path) -> bool:
        return path == root / BLUEPRINT or (path in yours and change is Change.added)

    async with asyncio.TaskGroup() as group:
        watched = _Watched(group, saved)
        watched.follow(root, at_the_top, recursive=False)
        saved.set()
        named: set[Path] = set()  # what the blueprint names, and the folders in which that is looked for
        while await _either(saved, stop):
            saved.clear()
            for folder in (*yours, templates_root()):
                watched.follow(folder, _is_source, recursive=True)
            named.clear()
            named.update(_named(root))
            for folder in {_nearest(path.parent) for path in named}:
                watched.follow(folder, lambda _, path: path in named, recursive=False, why="named")
            await (_forked(root) if seen_generator() == code else _anew(root))
            click.echo(f"Watching {BLUEPRINT}, services/ and templates; Ctrl-C stops.", err=True)
        watched.close()


async def _either(saved: asyncio.Event, stop: asyncio.Event) -> bool:
    """Wait for a save or the end; True for a save."""
    waiting = [asyncio.create_task(event.wait()) for event in (saved, stop)]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    return not stop.is_set()


class _Watched:
    """The folders in which saves are seen, each as long as it is there: one that comes back is another."""

    def __init__(self, group: asyncio.TaskGroup, saved: asyncio.Event) -> None:
        self._group = group
        self._saved = saved
        self._ends: dict[tuple[Path, str], asyncio.Event] = {}

    def follow(self, folder: Path, wanted: Callable[[Change, Path], bool], *, recursive: bool, why: str = "") -> None:
        """See what is `wanted` in a folder from now on, if it is there; nothing where it is followed for that already.

        A run that begins after this sees what was saved before.
        """
        if (folder, why) not in self._ends and folder.is_dir():
            end = self._ends[folder, why] = asyncio.Event()
            self._group.create_task(self._see(folder, end, wanted, recursive))

    def close(self) -> None:
        """See nothing more."""
        for end in self._ends.values():
            end.set()

    async def _see(
        self, folder: Path, end: asyncio.Event, wanted: Callable[[Change, Path], bool], recursive: bool
    ) -> None:
        def is_wanted(change: Change, path: str) -> bool:
            if change is Change.deleted:
                self._forget(Path(path))
            return wanted(change, Path(path))

        changes = awatch(
            folder,
            recursive=recursive,
            watch_filter=is_wanted,
            debounce=_QUIET_MS,
            step=_QUIET_MS // 3,
            stop_event=end,
        )
        try:
            async for _ in changes:
                self._saved.set()
        except FileNotFoundError:  # it went before it could be followed
            self._forget(folder)

    def _forget(self, gone: Path) -> None:
        for folder, why in [each for each in self._ends if each[0].is_relative_to(gone)]:
            self._ends.pop((folder, why)).set()


def _named(root: Path) -> set[Path]:
    """The files that the blueprint names, and the folders that hold them."""
    try:
        blueprint = (root / BLUEPRINT).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    if "openapi" not in blueprint:
        return set()
    from plano.externals.inputs import watched

    files = watched(root, blueprint)
    return {each for file in files for each in (file, *file.parents) if each.is_relative_to(root) and each != root}


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above that is there."""
    while not folder.is_dir():
        folder = folder.parent
    return folder


def _is_source(_: Change, path: Path) -> bool:
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
