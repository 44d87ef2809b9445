"""The images: hadolint reads every Dockerfile, and what the build is shown is enough for the service to run."""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from plano.local.keys import load

REPOSITORY = Path(__file__).parents[3]
SERVICES = sorted(path.parent.name for path in REPOSITORY.glob("generated/services/*/Dockerfile"))
HADOLINT = Path(sys.executable).with_name("hadolint")


def hadolint(dockerfile: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HADOLINT, "--no-color", "-"], input=dockerfile, capture_output=True, text=True)


def folder(service: str) -> Path:
    return REPOSITORY / "generated" / "services" / service


def context(service: str, target: Path) -> None:
    """What Docker's client sends of the repository: of the patterns that match a path, the last one counts."""
    patterns = (folder(service) / "Dockerfile.dockerignore").read_text().split()
    for top in ("generated", "services", "tests", "blueprint.yaml"):
        for path in [REPOSITORY / top, *(REPOSITORY / top).rglob("*")]:
            name = path.relative_to(REPOSITORY).as_posix()
            if path.is_file() and not _ignored(name, patterns):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target / name)


def _ignored(name: str, patterns: list[str]) -> bool:
    ignored = False
    parts = name.split("/")
    above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    for pattern in patterns:
        plain = pattern.removeprefix("!").rstrip("/")
        if plain.startswith("**/"):
            matches = any(fnmatch.fnmatchcase(part, plain[3:]) for part in parts)
        else:
            matches = any(each.count("/") == plain.count("/") and fnmatch.fnmatchcase(each, plain) for each in above)
        if matches:
            ignored = not pattern.startswith("!")
    return ignored


def copied(service: str, sent: Path, image: Path) -> None:
    """Do what the last stage's COPY lines say, from the context that was sent."""
    last = (folder(service) / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    for line in last.splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            source, target = line.split()[1:]
            shutil.copytree(sent / source, image / target)


def run(service: str, image: Path) -> subprocess.CompletedProcess[str]:
    """The entrypoint with an unknown job, on the installed packages and what is in the image; nothing else."""
    [package] = [path.name for path in folder(service).iterdir() if (path / "__main__.py").exists()]
    libraries = sysconfig.get_path("purelib")
    program = (
        f"import sys; sys.path[:0] = [{str(image)!r}]; sys.path.append({libraries!r}); sys.argv[1:] = ['job', 'none'];"
        f"import runpy; runpy.run_module({package!r}, run_name='__main__')"
    )
    variables = {
        "PLANO_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "PLANO_SIGNING_KEYS": load(image.parent / "keys.json", []).signing,
        "PLANO_ISSUER_URL": "http://127.0.0.1:1",
        "PLANO_CLIENT_SECRET": "x" * 40,
        "PLANO_URL_MAIL": "smtp://127.0.0.1:1",
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(
        [sys.executable, "-SB", "-c", program], cwd=image, capture_output=True, text=True, env=variables
    )


@pytest.mark.parametrize("service", SERVICES)
def test_hadolint_has_nothing_to_say(service: str) -> None:
    said = hadolint((folder(service) / "Dockerfile").read_text())
    assert (said.returncode, said.stdout) == (0, "")


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("RUN apt-get install curl", "DL3008"),
        ("ADD app.py /app/", "DL3020"),
        ("RUN if [ -f $X ]; then ls; fi", "SC2086"),
    ],
)
def test_a_planted_fault_is_refused(planted: str, rule: str) -> None:
    said = hadolint((folder(SERVICES[0]) / "Dockerfile").read_text() + f"{planted}\n")
    assert said.returncode == 1
    assert rule in said.stdout


@pytest.mark.parametrize("service", SERVICES)
def test_what_the_build_is_shown_is_enough_to_run(service: str, tmp_path: Path) -> None:
    context(service, tmp_path / "sent")
    copied(service, tmp_path / "sent", tmp_path / "image")
    said = run(service, tmp_path / "image")
    assert "there is no job 'none'" in said.stderr
    names = {path.name for path in (tmp_path / "image").rglob("*")}
    assert not names & {"testing", "tests", "__pycache__", "blueprint.yaml", "conftest.py"}


def test_without_the_kit_it_would_be_seen(tmp_path: Path) -> None:
    context(SERVICES[0], tmp_path / "sent")
    shutil.rmtree(tmp_path / "sent" / "generated" / "kit" / "plano_kit" / "messaging")
    copied(SERVICES[0], tmp_path / "sent", tmp_path / "image")
    assert "ModuleNotFoundError" in run(SERVICES[0], tmp_path / "image").stderr


def test_nothing_of_a_machine_is_baked_in() -> None:
    for service in SERVICES:
        text = (folder(service) / "Dockerfile").read_text()
        assert "ARG PIP_INDEX_URL\n" in text
        assert "https://" not in text.replace(str(_source(text)), "")
        assert "\nUSER 10001:10001\n" in text
        assert "\nHEALTHCHECK " in text


def _source(text: str) -> str:
    return next(line.partition("source=")[2] for line in text.splitlines() if "image.source=" in line)
