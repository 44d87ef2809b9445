"""Whatever names and texts a blueprint holds, the packages that it gives are clean, typed, and start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.fastapi.package import KIT, ROOT, planted, platform_of

HERE = Path(__file__).parent
HOSTILE = (HERE / "hostile.blueprint.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile platform as a repository, with the first version of every handler."""
    folder = tmp_path_factory.mktemp("hostile")
    planted(platform_of(HOSTILE), folder)
    return folder


def run(root: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, (KIT, root, *sorted(root.glob("generated/services/*")))))
    return subprocess.run(
        [sys.executable, "-P", *command],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": path, "MYPYPATH": path, **environment},
    )


def packages(root: Path) -> list[str]:
    return sorted(folder.parent.name for folder in root.glob("generated/services/*/*/service.py"))


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_has_nothing_to_say(command: list[str], root: Path) -> None:
    # Which packages are a platform's own, ruff cannot know in a folder elsewhere, and so not how to group imports.
    lint = ["--config", str(ROOT / "pyproject.toml"), "--config", "lint.per-file-ignores = {'**' = ['E501', 'I001']}"]
    done = run(root, "-m", "ruff", *command, "--no-cache", *lint, str(root))
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_holds_handlers_to_their_contract(root: Path) -> None:
    named = [word for package in (*packages(root), "services") for word in ("-p", package)]
    strict = ["--strict", "--config-file=", "--explicit-package-bases", "--follow-imports=silent", *named]
    done = run(root, "-m", "mypy", *strict)
    assert done.returncode == 0, done.stdout + done.stderr
    handlers = root / "services/every/handlers.py"
    written = handlers.read_text("utf-8")
    try:
        handlers.write_text(written.replace("async def date(ctx: Context)", "async def date(ctx: int)"), "utf-8")
        done = run(root, "-m", "mypy", *strict)
    finally:
        handlers.write_text(written, "utf-8")
    assert done.returncode == 1
    assert "adv_every/binding.py" in done.stdout


def test_every_service_starts(root: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    named = [package for package in packages(root) if package not in ("adv_echo", "adv_bare")]
    done = run(
        root,
        str(HERE / "starting.py"),
        *named,
        PLANO_SIGNING_KEYS=key.decode(),
        PLANO_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing",  # nothing connects before it is used
        PLANO_CONFIG_TOKEN="secret",
    )
    assert done.returncode == 0, done.stderr
    started = [line for line in done.stdout.splitlines() if line.startswith("started ")]
    assert started == [f"started {name} 200" for name in ("email", "every", "ids")]


def test_a_service_without_a_database_starts(root: Path) -> None:
    done = run(root, str(HERE / "starting.py"), "adv_echo", "adv_bare")
    assert done.returncode == 0, done.stderr
