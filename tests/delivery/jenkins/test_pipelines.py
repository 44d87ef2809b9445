"""The pipelines: well made, in pods that may do little, and with nothing secret where a pull request runs."""

from __future__ import annotations

import copy
import re
from importlib import import_module

import pytest
import yaml

from plano.emitters.literals import groovy
from plano.emitters.versions import version_of
from plano.platform.model import Platform
from tests.delivery.jenkins.pipelines import NotAPipelineError, Statement, parsed
from tests.delivery.jenkins.platforms import DEPOTS, PLATFORMS, files, jenkinsfiles, named, platform_of, reference
from tests.delivery.jenkins.secrecy import exposed
from tests.delivery.jenkins.structure import findings

_kubernetes = import_module("kubernetes_validate")  # it has no types
ORDERS = "generated/services/orders/Jenkinsfile"
WHOLE = "generated/jenkins/Jenkinsfile"
FAULTS = [
    ("agent none", "agent any", "an agent is none, or a pod"),
    ("agent none", "", "pipeline: one agent"),
    ("stage('Test')", "stage('Check')", "each has a name of its own"),
    ("steps {", "step {", "'step' does not belong there"),
    ("sh 'make setup'", "shell 'make setup'", "no step is called 'shell'"),
    ("not { changeRequest() }", "unless { changeRequest() }", "no condition is called 'unless'"),
    ("container('buildkit')", "container('docker')", "its pod has no container docker"),
    ("        skipDefaultCheckout(true)\n", "", "the option skipDefaultCheckout is missing"),
    ("defaultContainer 'python'", "defaultcontainer 'python'", "'defaultcontainer' does not belong there"),
    ("pipeline {", "node {", "a Jenkinsfile is one pipeline"),
]


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> Platform:
    return named(str(request.param))


def test_every_pipeline_is_declarative_and_well_made(platform: Platform) -> None:
    for path, text in jenkinsfiles(platform).items():
        assert (path, findings(parsed(text))) == (path, [])


@pytest.mark.parametrize(("good", "bad", "said"), FAULTS)
def test_a_pipeline_with_a_fault_is_refused(good: str, bad: str, said: str) -> None:
    text = jenkinsfiles(reference())[ORDERS]
    assert good in text
    assert said in "\n".join(findings(parsed(text.replace(good, bad))))


def test_braces_that_do_not_match_are_refused() -> None:
    text = jenkinsfiles(reference())[ORDERS]
    for broken in (text.rstrip().removesuffix("}"), text + "}\n"):
        with pytest.raises(NotAPipelineError):
            parsed(broken)


def test_a_step_without_a_node_is_refused() -> None:
    text = jenkinsfiles(reference())[WHOLE]
    assert "needs an agent" in "\n".join(findings(parsed(text.replace("build job:", "sh script:"))))


def test_a_pull_request_comes_by_no_credential(platform: Platform) -> None:
    for path, text in jenkinsfiles(platform).items():
        assert (path, exposed(parsed(text))) == (path, [])


@pytest.mark.parametrize(
    ("good", "bad", "held"),
    [
        ("                not { changeRequest() }\n", "", {"secretName", "secretKeyRef", "withCredentials"}),
        ("                beforeAgent true\n", "", {"secretName", "secretKeyRef", "withCredentials"}),
        (
            "not { changeRequest() }",
            "anyOf { not { changeRequest() } }",
            {"withCredentials", "secretKeyRef", "secretName"},
        ),
        ("    environment {\n", "    environment {\n        KEY = credentials('key')\n", {"credentials("}),
    ],
)
def test_a_credential_that_a_pull_request_could_have_is_found(good: str, bad: str, held: set[str]) -> None:
    text = jenkinsfiles(reference())[ORDERS]
    assert good in text
    assert set(exposed(parsed(text.replace(good, bad)))) == held


def pods(text: str) -> list[dict[str, object]]:
    """The pods of a pipeline."""
    return [yaml.safe_load(each.argument) for top in parsed(text) for each in top.all() if each.name == "yaml"]


def containers(pod: dict[str, object]) -> dict[str, dict[str, object]]:
    """The containers of a pod by name."""
    spec = pod["spec"]
    assert isinstance(spec, dict)
    return {each["name"]: each for each in spec["containers"]}


def loose(pod: dict[str, object]) -> set[str]:
    """The containers that the level `restricted` of the Pod Security Standards would refuse."""
    spec = pod["spec"]
    assert isinstance(spec, dict)
    assert (spec["securityContext"]["runAsNonRoot"], spec["automountServiceAccountToken"]) == (True, False)
    found = set()
    for name, each in containers(pod).items():
        context = each["securityContext"]
        assert isinstance(context, dict)
        kept = context.get("capabilities") != {"drop": ["ALL"]} or context.get("allowPrivilegeEscalation") is not False
        if kept or "seccompProfile" in context:
            found.add(name)
    return found


def test_every_pod_is_one_that_kubernetes_knows(platform: Platform) -> None:
    for text in jenkinsfiles(platform).values():
        for pod in pods(text):
            _kubernetes.validate(pod, version_of("kubernetes"), strict=True)
            broken = copy.deepcopy(pod)
            containers(broken)["python" if "python" in containers(broken) else "crane"]["comand"] = ["sleep"]
            with pytest.raises(_kubernetes.ValidationError):
                _kubernetes.validate(broken, version_of("kubernetes"), strict=True)


def test_only_buildkit_may_do_more_than_restricted_and_its_pod_says_why(platform: Platform) -> None:
    for text in jenkinsfiles(platform).values():
        for pod in pods(text):
            metadata = pod["metadata"]
            assert isinstance(metadata, dict)
            at_work = metadata["namespace"] == "build"
            assert loose(pod) == ({"buildkit"} if at_work else set())
            assert ("annotations" in metadata) == at_work


def test_what_runs_a_dockerfile_is_given_no_secret() -> None:
    [pod] = [each for each in pods(jenkinsfiles(reference())[ORDERS]) if "buildkit" in containers(each)]
    given = {name: yaml.safe_dump(each) for name, each in containers(pod).items()}
    assert {name for name, text in given.items() if "/credentials/" in text} == {"crane", "cosign"}
    assert {name for name, text in given.items() if "secretKeyRef" in text} == {"cosign"}


def test_tests_have_the_servers_that_the_service_needs_beside_them() -> None:
    [beside, *_] = pods(jenkinsfiles(reference())[ORDERS])
    assert set(containers(beside)) == {"jnlp", "python", "postgresql", "kafka"}
    assert containers(beside)["postgresql"]["image"] == "postgres:18"
    [beside, *_] = pods(jenkinsfiles(platform_of(DEPOTS))["generated/services/parcel-desk/Jenkinsfile"])
    assert set(containers(beside)) == {"jnlp", "python"}


def test_images_are_built_on_the_build_hosts_where_there_are_any() -> None:
    assert "nodeSelector" in jenkinsfiles(reference())[ORDERS]
    assert "nodeSelector" not in jenkinsfiles(platform_of(DEPOTS))["generated/services/parcel-desk/Jenkinsfile"]


def test_each_service_that_is_built_here_has_its_pipeline_and_the_platform_starts_it(platform: Platform) -> None:
    built = [each.name for each in platform.services if each.kind == "fastapi"]
    pipelines = jenkinsfiles(platform)
    assert set(pipelines) == {WHOLE, *(f"generated/services/{name}/Jenkinsfile" for name in built)}
    started = [each.head for top in parsed(pipelines[WHOLE]) for each in top.all() if each.name == "build"]
    assert started == [f'build job: "../{name}/${{env.JOB_BASE_NAME}}"' for name in built]
    for name in built:
        assert _shell(pipelines[f"generated/services/{name}/Jenkinsfile"])


def _shell(text: str) -> list[Statement]:
    return [each for top in parsed(text) for each in top.all() if "sh " in each.head or "sh(" in each.head]


def test_every_script_that_a_pipeline_runs_is_there_and_each_is_run(platform: Platform) -> None:
    found = files(platform)
    run = {
        match for text in jenkinsfiles(platform).values() for match in re.findall(r"generated/jenkins/\w+\.sh", text)
    }
    assert run == {path for path in found if path.endswith(".sh")}


def test_the_same_platform_gives_the_same_bytes_in_the_same_order(platform: Platform) -> None:
    assert list(files(platform).items()) == list(files(platform).items())


def test_no_word_of_the_reference_stands_in_a_platform_of_other_names() -> None:
    words = [each.name for each in reference().services] + [reference().name, "staging", "production"]
    other = named("renamed")
    text = "\n".join(jenkinsfiles(other).values()).replace(other.registry, "").replace(other.domain, "")
    assert [word for word in words if re.search(rf"\b{word}\b", text)] == []


def test_nothing_is_written_where_jenkins_is_not_named() -> None:
    assert files(platform_of(DEPOTS.replace(", jenkins: {}", ""))) == {}


def test_a_platform_without_services_of_its_own_is_only_checked() -> None:
    head, _, rest = DEPOTS.partition("  parcel-desk:")
    text = jenkinsfiles(platform_of(head + rest[rest.index("  labels:") :]))[WHOLE]
    assert findings(parsed(text)) == []
    assert "plano check --format junit" in text
    assert "affected.sh" not in text


@pytest.mark.parametrize(
    "text", ["it's", "${env.KEY}", "a\\", "'''", "\\u0041", "a\nb'''\n", "ñ 🚚", "\x00\x1f", "// /* */"]
)
def test_any_text_is_one_groovy_literal(text: str) -> None:
    [top] = parsed(f"echo {groovy(text)}\n")
    assert (top.name, top.body, top.argument) == ("echo", None, text)
