"""`plano generate` in a process that is killed just before it does its n-th thing to the disk."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from plano.cli import main as cli
from plano.output.compare import compare
from plano.output.index import INDEX_NAME, index_text
from plano.output.placing import place, prune
from plano.output.tree import Tree
from plano.output.write import refused
from plano.pipeline import build_root

Run = Callable[[Path], int]

_TO_DISK = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}


def generate(root: Path, *options: str) -> int:
    """`plano generate`, in this process; gives its exit code, and shows what it said where that is not 0."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = cli.run(["--root", str(root), "generate", *options])
    if code:
        print(said.getvalue())
    return code


def generated(root: Path, blueprint: str) -> Path:
    """A platform of this blueprint in a new folder `root`, generated."""
    root.mkdir()
    (root / "blueprint.yaml").write_text(blueprint)
    assert generate(root) == 0
    return root


def unannounced(root: Path) -> int:
    """A saboteur: it writes as `generate` does, and the indexes only at the end."""
    tree = _tree(root)
    comparison = compare(tree, root)
    if refused(comparison):
        return 1
    for change in comparison.changes:
        if change.path in tree.files:
            place(root, change.path, tree.files[change.path].content)
        else:
            prune(root, change.path)
    wanted = tree.hashes
    for folder in comparison.stale_indexes:
        if folder in wanted:
            place(root, f"{folder}/{INDEX_NAME}", index_text(wanted[folder]).encode())
        else:
            prune(root, f"{folder}/{INDEX_NAME}")
    return 0


def untidy(root: Path) -> int:
    """A saboteur: whole files under their own names, so that a kill leaves half of one."""
    tree = _tree(root)
    comparison = compare(tree, root)
    if refused(comparison):
        return 1
    for change in comparison.changes:
        if change.path in tree.files:
            target = root / change.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"")
            os.chmod(target, 0o644)
            target.write_bytes(tree.files[change.path].content)
    return 0


def _tree(root: Path) -> Tree:
    built = build_root(root)
    assert built.tree is not None
    return built.tree


def things_done(root: Path, run: Run = generate) -> int:
    """How many things a run does to the disk; the run is done then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _become(run, root, 0, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        count = int(told.read() or b"-1")
    os.waitpid(child, 0)
    assert count >= 0, "the run did not end"
    return count


def kill_before(root: Path, number: int, run: Run = generate) -> bool:
    """Whether a run was killed before its n-th thing, counted from 1; False where it ended before that."""
    child = os.fork()
    if child == 0:
        _become(run, root, number, -1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _become(run: Run, root: Path, number: int, told: int) -> None:
    """In the child: never returns."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    done = 0
    inside = f"{root}{os.sep}"

    def hook(event: str, values: tuple[object, ...]) -> None:
        nonlocal done
        written = event == "open" and isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR)
        at = os.fsdecode(values[0]) if values and isinstance(values[0], str | bytes | os.PathLike) else inside
        if (written or event in _TO_DISK) and at.startswith(inside):
            done += 1
            if done == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    code = 70
    try:
        code = run(root)
    finally:
        if told >= 0:
            os.write(told, str(done).encode())
        os._exit(code)
