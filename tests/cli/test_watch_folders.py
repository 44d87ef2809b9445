"""`plano generate --watch` follows folders that came after it, and those that went and came back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_commands import BLUEPRINT, HANDLERS
from tests.local.running import eventually
from tests.trust.platforms import plano


class Watched:
    """A platform that is watched from its first run on."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def runs(self) -> int:
        return (self.root / "said").read_text().count("Watching")

    def settled(self) -> int:
        """How many runs there were, once none follows for a second."""
        seen = [-1]

        def rests() -> bool:
            seen.append(self.runs())
            return len(seen) > 10 and len(set(seen[-10:])) == 1

        eventually("rest", rests)
        return seen[-1]

    def is_followed(self, path: str) -> None:
        """A save of the file starts a run."""
        before = self.settled()
        with open(self.root / path, "a") as file:
            file.write("\n")
        eventually(f"a run for {path}", lambda: self.runs() > before)


@pytest.fixture(name="lab")
def _lab(tmp_path: Path) -> Iterator[Watched]:
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)
    with (tmp_path / "said").open("w") as said:
        command = [sys.executable, "-m", "plano", "--root", str(tmp_path), "generate", "--watch"]
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        try:
            made = Watched(tmp_path)
            eventually("the first run", lambda: made.runs() >= 1)
            yield made
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.kill()
            process.wait()


def test_the_folders_that_the_first_run_and_the_first_override_made_are_followed(lab: Watched) -> None:
    lab.is_followed(HANDLERS)
    override = lab.root / "overrides/fastapi/Dockerfile.jinja"
    derived = lab.root / "generated/services/samples/Dockerfile"
    derived.write_text(derived.read_text().replace('CMD ["api"]', 'CMD ["api", "x"]'))
    assert plano(lab.root, "adopt", "generated/services/samples/Dockerfile").returncode == 0
    lab.is_followed(override.relative_to(lab.root).as_posix())


def test_a_folder_that_went_and_came_back_is_followed(lab: Watched) -> None:
    lab.settled()
    services, aside = lab.root / "services", lab.root / "aside"
    shutil.copytree(services, aside)
    shutil.rmtree(services)
    lab.settled()
    shutil.rmtree(services, ignore_errors=True)
    shutil.copytree(aside, services)
    lab.is_followed(HANDLERS)


def test_a_folder_that_was_moved_away_and_back_is_followed(lab: Watched) -> None:
    lab.settled()
    (lab.root / "services").rename(lab.root / "aside")
    lab.settled()
    shutil.rmtree(lab.root / "services", ignore_errors=True)
    (lab.root / "aside").rename(lab.root / "services")
    lab.is_followed(HANDLERS)
