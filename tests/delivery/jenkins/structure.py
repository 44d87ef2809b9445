"""What Jenkins demands of a declarative pipeline, and what we demand of ours, as findings on its statements.

Source: the Jenkins User Handbook, "Pipeline Syntax", section "Declarative Pipeline".
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from tests.delivery.jenkins.pipelines import Statement

SECTIONS = {"agent", "environment", "options", "parameters", "post", "stages", "tools", "triggers", "libraries"}
IN_A_STAGE = {"agent", "environment", "input", "options", "parallel", "post", "stages", "steps", "tools", "when"}
CONDITIONS = {
    "beforeAgent",
    "branch",
    "changeRequest",
    "changeset",
    "environment",
    "expression",
    "not",
    "allOf",
    "anyOf",
}
OPTIONS = {"buildDiscarder", "disableConcurrentBuilds", "skipDefaultCheckout", "timeout"}
STEPS = {"build", "checkout", "container", "junit", "script", "sh", "withCredentials"}
WITHOUT_A_NODE = {"build"}
POST = {"always", "changed", "cleanup", "failure", "success", "unstable"}
KUBERNETES = {"cloud", "defaultContainer", "namespace", "yaml"}
Above = tuple[Statement, ...]


def findings(statements: tuple[Statement, ...]) -> list[str]:
    """What is wrong with a Jenkinsfile; nothing where it is well made."""
    if [each.name for each in statements] != ["pipeline"]:
        return ["a Jenkinsfile is one pipeline"]
    return list(_pipeline(statements[0]))


def _pipeline(pipeline: Statement) -> Iterator[str]:
    yield from _known(pipeline, SECTIONS, "pipeline")
    for section in ("agent", "options", "stages"):
        if len(pipeline.inside(section)) != 1:
            yield f"pipeline: one {section}"
    for option in OPTIONS - {each.name for options in pipeline.inside("options") for each in options.body or ()}:
        yield f"pipeline: the option {option} is missing"
    for options in pipeline.inside("options"):
        yield from _known(options, OPTIONS, "options")
    yield from _agents(pipeline)
    for stages in pipeline.inside("stages"):
        yield from _stages(stages, (pipeline,))


def _stages(stages: Statement, above: Above) -> Iterator[str]:
    names = [each.argument for each in stages.body or ()]
    if not names:
        yield "stages: at least one"
    if len(set(names)) != len(names) or "" in names:
        yield f"stages: each has a name of its own: {names}"
    yield from _known(stages, {"stage"}, stages.name)
    for stage in stages.inside("stage"):
        yield from _stage(stage, above)


def _stage(stage: Statement, above: Above) -> Iterator[str]:
    where = f"stage {stage.argument}"
    yield from _known(stage, IN_A_STAGE, where)
    does = [*stage.inside("steps"), *stage.inside("stages"), *stage.inside("parallel")]
    if len(does) != 1:
        yield f"{where}: steps, stages or parallel, and one of them"
    yield from _agents(stage)
    for when in stage.inside("when"):
        for each in when.body or ():
            yield from _condition(each, where)
    for post in stage.inside("post"):
        yield from _known(post, POST, f"{where}, post")
    here = (*above, stage)
    for each in does:
        if each.name == "steps":
            yield from _steps(each, where, here)
        else:
            yield from _stages(each, here)
    for condition in (each for post in stage.inside("post") for each in post.body or ()):
        yield from _steps(condition, where, here)


def _steps(steps: Statement, where: str, above: Above) -> Iterator[str]:
    if not steps.body:
        yield f"{where}: no step"
    for each in steps.body or ():
        if each.name.startswith("env.") and steps.name in ("script", "container"):
            continue
        if each.name not in STEPS:
            yield f"{where}: no step is called '{each.name}'"
        if each.name not in WITHOUT_A_NODE and not pod_of(above):
            yield f"{where}: {each.name} needs an agent"
        if each.name == "container" and each.argument not in _containers(pod_of(above)):
            yield f"{where}: its pod has no container {each.argument}"
        if each.body is not None:
            yield from _steps(each, where, above)


def _condition(condition: Statement, where: str) -> Iterator[str]:
    if condition.name not in CONDITIONS:
        yield f"{where}: no condition is called '{condition.name}'"
    if condition.name in ("not", "allOf", "anyOf"):
        for each in condition.body or ():
            yield from _condition(each, where)


def _agents(of: Statement) -> Iterator[str]:
    for agent in of.inside("agent"):
        if agent.head == "agent none":
            continue
        if [each.name for each in agent.body or ()] != ["kubernetes"]:
            yield f"{of.name}: an agent is none, or a pod"
            continue
        for each in agent.inside("kubernetes"):
            yield from _known(each, KUBERNETES, "kubernetes")


def _known(of: Statement, names: set[str], where: str) -> Iterator[str]:
    for each in of.body or ():
        if each.name not in names:
            yield f"{where}: '{each.name}' does not belong there"


def pod_of(above: Above) -> dict[str, object]:
    """The pod of the innermost agent above a step; empty without."""
    for each in reversed(above):
        for pod in (found for agent in each.inside("agent") for found in agent.all() if found.name == "yaml"):
            found = yaml.safe_load(pod.argument)
            assert isinstance(found, dict)
            return found
    return {}


def _containers(pod: dict[str, object]) -> list[str]:
    spec = pod.get("spec")
    return [each["name"] for each in spec["containers"]] if isinstance(spec, dict) else []
