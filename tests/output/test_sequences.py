"""However a platform was edited, an incremental run leaves what a run from nothing gives, byte for byte.

Services, entities, fields, topics, types, calls, routes, systems and environments come, go, change, and are renamed
with `was`; each run knows what the one before made and left, as `plano generate` does.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from plano.collection import no_collection
from plano.output.cache import NOTHING_MADE, Made, rows
from plano.output.compare import compare
from plano.output.index import INDEX_NAME, index_text
from plano.output.stamp import NO_STAMP, read, remember
from plano.output.tree import Tree
from plano.output.write import refused, write
from plano.pipeline import build, check_text
from tests.output.sequences import Lab, T

MEMORY = Path("/dev/shm")
LONGEST = 8  # edits


class Runs:
    """Incremental runs in one folder; `known` is what the last one made, and `left` how it left its files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.known: Made = NOTHING_MADE
        self.left = NO_STAMP

    def generate(self, blueprint: str) -> list[str]:
        """Write what is derived; gives what would be refused, which a person would see as an edit of nobody's."""
        tree = tree_of(blueprint, self.known)
        comparison = compare(tree, self.root, self.left)
        written = write(tree, comparison, self.root)
        self.known = rows(tree.files.values())
        (self.root / ".plano").mkdir(exist_ok=True)
        indexes = (f"{folder}/{INDEX_NAME}" for folder in tree.hashes)
        remember(self.root, NO_STAMP._replace(looks={**comparison.looks, **written.looks}), indexes)
        self.left = read(self.root)
        return [change.path for change in refused(comparison)]

    def standing(self) -> dict[str, bytes]:
        """Path → content of all below generated/; a folder in which nothing is, with nothing."""
        found: dict[str, bytes] = {}
        for top, folders, files in os.walk(self.root / "generated"):
            inside = os.path.relpath(top, self.root)
            found.update({f"{inside}/{name}": Path(top, name).read_bytes() for name in files})
            if not files and not folders:
                found[inside] = b""
        return found


def tree_of(blueprint: str, known: Made = NOTHING_MADE) -> Tree:
    with no_collection():
        built = build(check_text(blueprint), known)
    assert built.tree is not None, [each.message for each in built.diagnostics]
    return built.tree


def cold(blueprint: str) -> dict[str, bytes]:
    """What a run from nothing leaves below generated/: the derived files and their indexes."""
    tree = tree_of(blueprint)
    indexes = {f"{folder}/{INDEX_NAME}": index_text(hashes).encode() for folder, hashes in tree.hashes.items()}
    return {**{file.path: file.content for file in tree.files.values() if not file.once}, **indexes}


def differing(ours: dict[str, bytes], theirs: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*ours, *theirs} if ours.get(path) != theirs.get(path))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a memory file system, where there is one."""
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as name:
        yield Path(name)


def sequence(lab: Lab, steps: int, *, each: bool) -> None:
    """Judge after each edit, or after the last alone: a sequence of any length is as likely."""
    told = ["begin"]
    with folder() as root:
        runs = Runs(root)
        for step in range(steps + 1):
            if step:
                told.append(lab.step())
            assert runs.generate(lab.text()) == [], told
            if each or step == steps:
                assert differing(runs.standing(), cold(lab.text())) == [], told


def run(sequences: int, number: int, each: bool) -> int:
    """So many sequences that follow from a seed; gives how many were run. `each` is as in `sequence`."""
    done = 0

    @seed(number)
    @settings(
        max_examples=sequences,
        deadline=None,
        database=None,
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
    )
    @given(st.data())
    def one(data: st.DataObject) -> None:
        nonlocal done

        def choose(options: Sequence[T]) -> T:
            return data.draw(st.sampled_from(list(options)))

        sequence(Lab(choose=choose), data.draw(st.integers(1, LONGEST)), each=each)
        done += 1

    one()
    return done


def test_a_hundred_sequences_end_as_a_run_from_nothing() -> None:
    assert run(100, 1, each=True) >= 100


@pytest.mark.soak
def test_ten_thousand_sequences_end_as_a_run_from_nothing() -> None:
    number = int(os.environ.get("SOAK_SEED", str(random.randrange(10**6))))
    print(f"\nsequences: SOAK_SEED={number}", flush=True)
    shares = os.cpu_count() or 1
    each = -(-10_000 // shares)
    with ProcessPoolExecutor(shares) as pool:
        done = sum(pool.map(run, [each] * shares, range(number, number + shares), [False] * shares))
    print(f"sequences: {done} were run")
    assert done >= 10_000


def by_chance(number: int) -> Lab:
    chance = random.Random(number)

    def choose(options: Sequence[T]) -> T:
        return chance.choice(list(options))

    return Lab(choose=choose)


def test_the_edits_are_of_every_kind_and_say_was() -> None:
    said, texts = [], []
    for number in range(40):
        lab = by_chance(number)
        for _ in range(LONGEST):
            said.append(lab.step())
            texts.append(lab.text())
    kinds = {" ".join(each.split()[:2]) for each in said}
    things = ("service", "topic", "type")
    assert {f"{verb} {thing}" for verb in ("add", "remove", "rename") for thing in things} <= kinds
    assert {"rename the", "take the", "name the", "an environment"} <= kinds
    assert sum('"was": ' in text for text in texts) > 40
    assert {len(by_chance(number).services) for number in range(5)} == {2}


def test_a_run_that_forgets_what_went_is_found_out() -> None:
    lab = by_chance(2)
    lab.add_topic()
    with folder() as root:
        runs = Runs(root)
        assert runs.generate(lab.text()) == []
        lab.remove_topic()
        for file in tree_of(lab.text()).files.values():
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_bytes(file.content)
        assert any("topics/" in path for path in differing(runs.standing(), cold(lab.text())))


def test_a_run_that_trusts_an_old_fingerprint_is_found_out() -> None:
    """As if the key of a file did not hold all that it shows."""
    lab = by_chance(3)
    with folder() as root:
        runs = Runs(root)
        runs.generate(lab.text())
        before = {file.path: file.fingerprint for file in tree_of(lab.text()).files.values()}
        next(iter(lab.services.values())).description = "Something else."
        after = tree_of(lab.text())
        runs.known = {
            key: tuple(row._replace(fingerprint=before[row.path]) for row in each)
            for key, each in rows(after.files.values()).items()
        }
        runs.generate(lab.text())
        assert differing(runs.standing(), cold(lab.text())) != []
