"""A platform's repository to rename in: its blueprint, and what is yours beside it."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from plano.cli import main as cli
from tests.local.lab import BLUEPRINT, MAILER, SAMPLES, SEED

YOURS = {
    "blueprint.yaml": BLUEPRINT,
    "services/samples/handlers.py": SAMPLES,
    "services/samples/seed.py": SEED,
    "services/samples/pyproject.toml": '[project]\nname = "samples"\n',
    "services/samples/requirements.lock": "",
    "services/samples/migrations/0001_initial.py": 'def upgrade() -> None:\n    op.create_table("sample")\n',
    "services/mailer/handlers.py": MAILER,
    "services/mailer/notes.txt": "The class SamplesTaken is ours.\n",
    "releases/production/samples.yaml": "commit: 1\n",
    "releases/production/mailer.yaml": "commit: 2\n",
    "overrides/fastapi/samples/notes.jinja": "samples\n",
    "overrides/fastapi/handlers.py.jinja": "samples\n",
}


def repository(root: Path) -> Path:
    """Write it below `root`."""
    for path, text in YOURS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def standing(root: Path) -> dict[str, str]:
    """Every file below the root with its text, the lock of the one writer left out."""
    files = (each for each in sorted(root.rglob("*")) if each.is_file())
    found = {each.relative_to(root).as_posix(): each.read_text() for each in files}
    return {path: text for path, text in found.items() if path != ".plano/lock"}


def plano(root: Path, *words: str) -> tuple[int, str, str]:
    """One command in this process: its exit code, and what it wrote to stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(["--root", str(root), *words])
    return code, out.getvalue(), err.getvalue()
