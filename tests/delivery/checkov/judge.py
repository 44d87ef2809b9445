"""The judge: checkov, run alone on a folder, and the reviewed list of what it finds and we leave as it is."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import yaml

from plano.pipeline import build, check_text
from tests.delivery.chart.platforms import Helm

CHECKOV = "checkov==3.3.30"
"""Its own requirements contradict ours, so that uv runs it in an environment of its own."""

FRAMEWORKS = ("ansible", "dockerfile", "kubernetes", "openapi", "secrets", "terraform")
UV = Path(sys.executable).with_name("uv")
EXPLAINED = Path(__file__).with_name("explained.yaml")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One check that failed: its id, the platform's folder, the file below it, the resource in it, and its words."""

    check: str
    platform: str
    path: str
    resource: str
    name: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A check that may fail in files of that pattern, and why.

    A supposed secret may only where it is this very `text`, in which `{file}` is the file's name without its ending.
    """

    check: str
    where: str
    reason: str
    text: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether this line is about that finding. checkov names a secret by its SHA-1."""
        if finding.check != self.check or not fnmatchcase(finding.path, self.where):
            return False
        text = self.text.replace("{file}", PurePosixPath(finding.path).stem)
        return not text or finding.resource == hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Judged:
    """What checkov said: how many checks passed, by framework, and those that failed."""

    passed: dict[str, int]
    findings: tuple[Finding, ...]


def explained() -> tuple[Explained, ...]:
    """The reviewed list."""
    return tuple(Explained(**each) for each in yaml.safe_load(EXPLAINED.read_text("utf-8")))


def unexplained(findings: Iterable[Finding], lines: Iterable[Explained]) -> list[Finding]:
    """Findings that no line covers."""
    known = tuple(lines)
    return sorted(each for each in findings if not any(line.covers(each) for line in known))


def unneeded(findings: Iterable[Finding], lines: Iterable[Explained]) -> list[Explained]:
    """Lines that cover nothing any more."""
    found = tuple(findings)
    return [line for line in lines if not any(line.covers(each) for each in found)]


def lay_out(blueprint: str, folder: Path, scratch: Path) -> None:
    """Write under `folder` all that is derived from a blueprint, and under `rendered/` what Helm makes of all values.

    The chart's templates are left out, for they are no YAML before Helm has read them.
    """
    built = build(check_text(blueprint))
    assert built.tree is not None, built.diagnostics
    assert built.platform is not None
    for path, file in built.tree.files.items():
        if not path.startswith("generated/chart/templates/"):
            put(folder / path, file.content)
    helm = Helm.of(built.platform, scratch)
    for environment, service in helm.values:
        objects = helm.objects(environment, service)
        put(folder / "rendered" / environment / f"{service}.yaml", yaml.safe_dump_all(objects).encode())


def put(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def judged(folder: Path) -> Judged:
    """What checkov says of a folder that holds one folder for each platform. AssertionError where it cannot be run."""
    command = [str(UV), "tool", "run", "--from", CHECKOV, "checkov", "--directory", ".", "--framework", *FRAMEWORKS]
    done = subprocess.run(
        [*command, "--skip-download", "--soft-fail", "--quiet", "--compact", "--output", "json"],
        cwd=folder,
        env={**os.environ, "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    reports = told if isinstance(told, list) else [told]
    findings = {
        _finding(failed)
        for report in reports
        for failed in report.get("results", {}).get("failed_checks", ())
    }  # fmt: skip
    errors = [each for report in reports for each in report.get("results", {}).get("parsing_errors", ())]
    assert errors == [], "checkov could not read these"
    passed = {str(report["check_type"]): int(report["summary"]["passed"]) for report in reports if "summary" in report}
    return Judged(passed, tuple(sorted(findings)))


def _finding(failed: dict[str, str]) -> Finding:
    platform, _, path = failed["file_path"].strip("/").partition("/")
    return Finding(failed["check_id"], platform, path, failed["resource"], failed["check_name"])
