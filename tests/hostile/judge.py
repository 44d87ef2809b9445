"""Whether texts arrived: each file is read by its own parser, and what it holds of a text must be the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.hostile.platform import Slot
from tests.hostile.reading import texts_of
from tests.hostile.texts import MARKER

Files = Mapping[str, str]
Texts = Mapping[Slot, str]


def faults(files: Files, texts: Texts) -> list[str]:
    """One sentence for each text that a file holds in another form, and for each that is not where it belongs.

    Each text has a marker of its own. Wherever a file mentions a marker, its whole text must stand: outside of
    every text of the file, such as in a comment, it is a fault too.
    """
    found: list[str] = []
    seen: set[Slot] = set()
    by_marker = {MARKER.findall(text)[0]: slot for slot, text in texts.items()}
    for path, content in files.items():
        mentioned = {by_marker[marker]: marker for marker in MARKER.findall(content)}
        if not mentioned:
            continue
        held, unreadable = _read(path, content)
        found += unreadable
        seen |= mentioned.keys()
        for slot, marker in mentioned.items():
            times = content.count(marker)
            whole = sum(_is_whole(slot, texts[slot], text) for text in held)
            if whole != times and not unreadable:
                found.append(f"{path} mentions {slot.place} {times} times, and holds it whole {whole} times")
    return [*found, *dropped(files, texts), *_untold(seen)]


def dropped(files: Files, texts: Texts) -> Iterator[str]:
    """One sentence for each file that should hold a text and does not."""
    held: dict[str, list[str]] = {}
    for slot, text in texts.items():
        for name in slot.arrives:
            paths = [path for path in files if path.endswith(f"/{name}")]
            if len(paths) != 1:
                yield f"{len(paths)} files are {name}, which should hold {slot.place}"
                continue
            if paths[0] not in held:
                held[paths[0]] = _read(paths[0], files[paths[0]])[0]
            inner = held[paths[0]]
            if not any(_is_whole(slot, text, each) for each in inner):
                yield f"{paths[0]} does not hold {slot.place}"


def _read(path: str, content: str) -> tuple[list[str], list[str]]:
    try:
        return texts_of(path, content), []
    except (ValueError, SyntaxError) as error:
        return [], [f"{path} cannot be read: {error}"]


def _untold(seen: set[Slot]) -> Iterator[str]:
    for slot in seen:
        if not slot.arrives:
            yield f"{slot.place} arrives in a file; name it in its slot"


def _is_whole(slot: Slot, text: str, held: str) -> bool:
    if slot.form == "pattern":  # the generated tests send a text that it matches
        return held == text or (held != "" and re.fullmatch(text, held) is not None)
    return held == text
