"""The steps of the three pipelines, read from their own files and run as they would be: one shell each, in order."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.delivery.jenkins.pipelines import parsed

GITHUB = ".github/workflows/plano.yml"
GITLAB = ".gitlab-ci.yml"
JENKINS = "Jenkinsfile"
PIPELINES = (GITHUB, GITLAB, JENKINS)
BASES = {GITHUB: "BASE", GITLAB: "CI_MERGE_REQUEST_DIFF_BASE_SHA", JENKINS: "BASE"}
"""The variable by which a pipeline's own system, or its file, says what a change is compared with."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which steps ran, in order, and what they said. `red` is the step that stopped the pipeline, empty without one."""

    ran: tuple[str, ...]
    red: str
    said: str


def steps(repository: Path, pipeline: str) -> list[str]:
    """The commands of a pipeline, in the order in which they run."""
    text = (repository / pipeline).read_text()
    if pipeline == GITHUB:
        [job] = yaml.safe_load(text)["jobs"].values()
        return [step["run"] for step in job["steps"] if "run" in step]
    if pipeline == GITLAB:
        read = yaml.safe_load(text)
        jobs = {stage: job for stage in read["stages"] for job in read.values() if _stage(job) == stage}
        return [line for job in jobs.values() for line in job["script"]]
    return [each.argument for top in parsed(text) for each in top.all() if each.name == "sh"]


def ran(repository: Path, pipeline: str, variables: Mapping[str, str]) -> Outcome:
    """Run all steps until one fails."""
    done: list[str] = []
    said = ""
    for step in steps(repository, pipeline):
        command = ["bash", "-e", "-o", "pipefail", "-c", step]
        each = subprocess.run(command, cwd=repository, capture_output=True, text=True, env=dict(variables))
        done.append(step)
        said += each.stdout + each.stderr
        if each.returncode:
            return Outcome(tuple(done), step, said)
    return Outcome(tuple(done), "", said)


def _stage(job: object) -> str:
    return str(job.get("stage", "")) if isinstance(job, dict) else ""
