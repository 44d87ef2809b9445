"""From texts to files: the platform with them in its slots, checked and built in memory."""

from __future__ import annotations

from collections.abc import Mapping

from plano.diagnostics.model import Severity
from plano.pipeline import Built, build, check_text
from tests.hostile.haulage import HAULAGE
from tests.hostile.platform import Slot, filled, slots
from tests.hostile.texts import grown, hostile, yaml_of

SLOTS = tuple(slots(HAULAGE))
HOSTILE = {slot: hostile(slot.form, number) for number, slot in enumerate(SLOTS)}
"""A text for each slot, no two alike."""


def is_key(slot: Slot) -> bool:
    """Whether the slot is the key of a map, which may have 1024 characters, and not a text."""
    return slot.key.endswith(".?")


def is_plain_text(slot: Slot) -> bool:
    """Whether the slot takes any text at all: a value, and not one with a form of its own."""
    return slot.form == "free" and not is_key(slot)


def sized(slot: Slot, size: int) -> str:
    """The slot's hostile text, grown to `size` bytes; a key of a map stays as it is."""
    text = HOSTILE[slot]
    return text if is_key(slot) else grown(slot.form, text, size)


def blueprint(texts: Mapping[Slot, str]) -> str:
    """The platform with these texts, as the text of a blueprint on one line."""
    return yaml_of(filled(HAULAGE, texts.__getitem__))


def built(text: str) -> Built:
    """All files of a blueprint, or what is wrong with it."""
    return build(check_text(text))


def files_of(texts: Mapping[Slot, str]) -> dict[str, str]:
    """Path → content of every file; but the kit's, which are the same whatever a blueprint says."""
    done = built(blueprint(texts))
    wrong = [each.message for each in done.diagnostics if each.severity is Severity.ERROR]
    assert done.tree is not None, wrong
    files = done.tree.files.values()
    return {file.path: file.content.decode() for file in files if file.folder != "generated/kit"}
