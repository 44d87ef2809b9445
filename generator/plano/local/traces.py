"""A stack trace for a person: where in the services' own code, and what was raised."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_BEGIN = "Traceback (most recent call last):"
_FRAME = re.compile(r'  File "([^"]+)", line (\d+)(?:, in (.+))?')
_BETWEEN = (
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)
_LONGEST = 8
"""Lines of one exception's text: a statement and its values, or the faults of one model."""


@dataclass(slots=True)
class _Frame:
    file: Path
    place: str
    code: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """One exception of a chain; `before` is what stands between it and the one before."""

    before: str = ""
    frames: list[_Frame] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)


def shortened(trace: str, root: Path) -> list[str]:
    """The lines of a trace to show: the frames in `root`'s services, hand-written and generated, and what was raised.

    Where an exception has no such frame its last one stands for it, and what only caused it is left out. A trace of
    another form than Python's comes back as it is.
    """
    blocks = _read(trace, root)
    lines: list[str] = []
    left = 0
    for block in blocks:
        shown = [frame for frame in block.frames if _own(frame, root)]
        last = block is blocks[-1]
        if last and not shown:
            shown = block.frames[-1:]
        left += len(block.frames) - len(shown)
        if not shown and not last:
            continue
        lines += [f"    {block.before}"] if lines else []
        lines += [line for frame in shown for line in (f"    {frame.place}", *frame.code)]
        lines += [f"    {line}" for line in block.raised[:_LONGEST]]
    if left:
        lines.append(f"    ({left} frames of other code left out: --json has them)")
    return lines or trace.splitlines()


def cause(trace: str, root: Path, told: str = "") -> str:
    """In one line what was raised last, or `told` of it, and where in the services' own code; empty for no trace."""
    blocks = _read(trace, root)
    if not blocks:
        return ""
    own = [frame for block in blocks for frame in block.frames if _own(frame, root)]
    raised = " ".join(told.split()) or "".join(blocks[-1].raised[:1])
    return f"{raised} ({own[-1].place})" if own else raised


def _own(frame: _Frame, root: Path) -> bool:
    return any(frame.file.is_relative_to(root / each) for each in ("services", "generated/services"))


def _read(trace: str, root: Path) -> list[_Block]:
    blocks: list[_Block] = []
    before = ""
    for line in trace.splitlines():
        if line == _BEGIN:
            blocks.append(_Block(before))
        elif line in _BETWEEN:
            before = line
        elif blocks and line.strip():
            _add(blocks[-1], line, root)
    return blocks


def _add(block: _Block, line: str, root: Path) -> None:
    if not block.raised and (found := _FRAME.fullmatch(line)):
        file = Path(found[1])
        shown = file.relative_to(root) if file.is_relative_to(root) else file
        block.frames.append(_Frame(file, f"{shown}:{found[2]}" + (f" in {found[3]}" if found[3] else "")))
    elif not block.raised and block.frames and line.startswith("    "):
        if line.strip("~^ "):
            block.frames[-1].code.append(f"    {line}")
    elif block.raised or not line.startswith("  [Previous line repeated"):
        block.raised.append(line)
