"""Free text arrives unharmed: in every key at once, in every file of every format that it lands in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plano.language.builder import LONGEST_TEXT
from tests.hostile.building import HOSTILE, SLOTS, files_of, is_plain_text, sized
from tests.hostile.judge import dropped, faults
from tests.hostile.keys import free_keys
from tests.hostile.reading import texts_of
from tests.hostile.texts import BODY, FIRST, LAST, literal_pattern

ROOT = Path(__file__).parents[2]
FRAGMENTS = [*BODY.split(" "), *FIRST, *LAST, " "]
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(CHARACTERS, max_size=8), min_size=1).map("".join).filter(bool)


def test_the_platform_of_these_tests_fills_every_free_text_key_that_the_language_has() -> None:
    assert {slot.key for slot in SLOTS} == free_keys()


def test_hostile_text_in_every_key_at_once_arrives_whole() -> None:
    assert faults(files_of(HOSTILE), HOSTILE) == []


def test_64_kib_in_every_key_at_once_arrive_whole() -> None:
    texts = {slot: sized(slot, LONGEST_TEXT) for slot in SLOTS}
    assert faults(files_of(texts), texts) == []


@settings(max_examples=20, deadline=None)
@given(TEXTS)
def test_any_text_arrives_whole(text: str) -> None:
    texts = dict(HOSTILE)
    for slot in SLOTS:
        if is_plain_text(slot):
            texts[slot] = text
        elif slot.form == "pattern":
            texts[slot] = literal_pattern(text)
    files = files_of(texts)
    assert list(dropped(files, texts)) == []
    for path, content in files.items():
        texts_of(path, content)


def test_what_is_generated_around_hostile_text_passes_ruff(tmp_path: Path) -> None:
    for path, content in files_of(HOSTILE).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content.encode())
    # Which packages are a platform's own, ruff cannot know in a folder elsewhere, and so not how to group imports.
    lint = ["--config", str(ROOT / "pyproject.toml"), "--config", "lint.per-file-ignores = {'**' = ['E501', 'I001']}"]
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", *lint, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
