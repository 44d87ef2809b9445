"""The blueprints that these tests draw, and all the pictures of one."""

from __future__ import annotations

from pathlib import Path

from plano.graph.deployment import deployment
from plano.graph.flow import flow
from plano.graph.topology import topology
from plano.pipeline import check_text
from plano.platform.model import Platform

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def platform_of(blueprint: str) -> Platform:
    """The platform of a blueprint without errors."""
    checked = check_text(blueprint)
    assert checked.platform is not None, [f"{found.code}: {found.message}" for found in checked.diagnostics]
    return checked.platform


def valid_blueprints() -> dict[str, str]:
    """The reference, the ones beside this file, and every case that has no error, by name."""
    paths = {"reference": ROOT / "blueprint.yaml", **{path.stem: path for path in sorted(HERE.glob("*.yaml"))}}
    for case in sorted((ROOT / "tests" / "cases").iterdir()):
        if "error[" not in (case / "stderr.txt").read_text("utf-8"):
            paths[f"case {case.name}"] = case / "blueprint.yaml"
    return {name: path.read_text("utf-8") for name, path in paths.items()}


def pictures_of(platform: Platform) -> dict[str, str]:
    """Every picture that there is of a platform, by a name that a file can have."""
    drawn = {"topology": topology(platform)}
    drawn |= {f"flow-{topic.name}": flow(platform, topic) for topic in platform.topics}
    return drawn | {f"deployment-{each.name}": deployment(platform, each) for each in platform.environments}
