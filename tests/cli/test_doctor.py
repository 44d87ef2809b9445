"""`plano doctor` names what is missing, for what, and what to install."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.cli.test_commands import BLUEPRINT


def doctor(root: Path, *words: str, path: str | None = None) -> tuple[int, list[dict[str, object]]]:
    """Exit code and checks, on a machine with that PATH."""
    (root / "blueprint.yaml").write_text(BLUEPRINT)
    environment = os.environ | ({} if path is None else {"PATH": path})
    command = [sys.executable, "-m", "plano", "--root", str(root), "doctor", "--format", "json", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    found: list[dict[str, object]] = json.loads(done.stdout)
    return done.returncode, found


def test_this_machine_has_what_the_tests_need(tmp_path: Path) -> None:
    code, found = doctor(tmp_path)
    assert code == 0
    assert {each["name"] for each in found if not each["here"]} <= {"maven", "java", "gateway's port"}


def test_what_is_missing_is_named_with_its_next_step_and_is_a_1(tmp_path: Path) -> None:
    code, found = doctor(tmp_path, path=str(tmp_path))
    assert code == 1
    [git] = [each for each in found if each["name"] == "git"]
    assert (git["here"], git["found"], git["wanted_by"]) == (False, "apt install git", "affected")


def test_what_only_an_option_needs_is_no_fault(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, found = doctor(tmp_path, "--port", str(port))
    assert code == 0
    [gateway] = [each for each in found if each["name"] == "gateway's port"]
    assert gateway["found"] == f"{port} is taken: plano up --port N"
