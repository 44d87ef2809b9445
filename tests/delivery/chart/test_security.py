"""Every pod is one that a namespace of the level `restricted` takes, and a little stricter."""

from __future__ import annotations

import copy

import pytest

from tests.delivery.chart.platforms import Helm, Tree, at, of_kind, pods, rows, tree
from tests.delivery.chart.podsecurity import violations


def _all(helm: Helm) -> list[tuple[str, Tree]]:
    return [each for environment in helm.platform.environments for each in pods(helm.environment(environment.name))]


def test_every_pod_meets_the_restricted_standard(any_helm: Helm) -> None:
    assert {owner: violations(pod) for owner, pod in _all(any_helm) if violations(pod)} == {}


PLANTED: dict[str, tuple[tuple[str | int, ...], object]] = {
    "Host Namespaces": (("hostNetwork",), True),
    "Volume Types": (("volumes", 0), {"name": "tmp", "hostPath": {"path": "/etc"}}),
    "Sysctls": (("securityContext", "sysctls"), [{"name": "kernel.msgmax", "value": "1"}]),
    "Privileged Containers": (("containers", 0, "securityContext", "privileged"), True),
    "Capabilities": (("containers", 0, "securityContext", "capabilities"), {"drop": ["ALL"], "add": ["SYS_ADMIN"]}),
    "Host Ports": (("containers", 0, "ports"), [{"name": "http", "containerPort": 8000, "hostPort": 80}]),
    "Privilege Escalation": (("containers", 0, "securityContext", "allowPrivilegeEscalation"), None),
    "Running as Non-root": (("securityContext", "runAsNonRoot"), False),
    "Running as Non-root user": (("containers", 0, "securityContext", "runAsUser"), 0),
    "Seccomp": (("securityContext", "seccompProfile", "type"), "Unconfined"),
    "AppArmor": (("containers", 0, "securityContext", "appArmorProfile"), {"type": "Unconfined"}),
    "SELinux": (("securityContext", "seLinuxOptions"), {"type": "spc_t"}),
    "/proc Mount Type": (("containers", 0, "securityContext", "procMount"), "Unmasked"),
    "HostProcess": (("securityContext", "windowsOptions"), {"hostProcess": True}),
    "Host Probes / Lifecycle Hooks": (("containers", 0, "livenessProbe", "httpGet", "host"), "10.0.0.1"),
}


@pytest.mark.parametrize("control", sorted(PLANTED))
def test_a_pod_that_violates_a_control_is_refused(control: str, depots: Helm) -> None:
    pod = copy.deepcopy(next(pod for owner, pod in _all(depots) if owner == "Deployment depots-api"))
    path, value = PLANTED[control]
    place = at(pod, "spec", *path[:-1])
    if isinstance(place, list):
        place[int(path[-1])] = value
    else:
        tree(place)[str(path[-1])] = value
    assert violations(pod) == [control]


def test_no_pod_has_a_token_a_root_that_it_can_write_or_other_services_variables(any_helm: Helm) -> None:
    for owner, pod in _all(any_helm):
        assert at(pod, "spec", "automountServiceAccountToken") is False, owner
        assert at(pod, "spec", "enableServiceLinks") is False, owner
        for container in rows(at(pod, "spec", "containers")):
            assert at(container, "securityContext", "readOnlyRootFilesystem") is True, owner
            mounts = {str(each["mountPath"]): each["name"] for each in rows(container["volumeMounts"])}
            assert mounts["/tmp"] == "tmp", owner


def test_every_container_asks_for_cpu_and_memory_and_is_limited_in_memory_alone(any_helm: Helm) -> None:
    for owner, pod in _all(any_helm):
        for container in rows(at(pod, "spec", "containers")):
            resources = tree(container["resources"])
            assert set(tree(resources["requests"])) == {"cpu", "memory"}, owner
            assert resources["limits"] == {"memory": at(resources, "requests", "memory")}, owner


def test_only_the_migration_holds_the_owners_credential(any_helm: Helm) -> None:
    holders = {
        owner.split("-")[-1]
        for owner, pod in _all(any_helm)
        for container in rows(at(pod, "spec", "containers"))
        if any(each["name"] == "PLANO_OWNER_DATABASE_URL" for each in rows(container["env"]))
    }
    assert holders == {"migrate"}
    for environment in any_helm.platform.environments:
        for job in of_kind(any_helm.environment(environment.name), "Job"):
            told = rows(at(job, "spec", "template", "spec", "containers", 0, "env"))
            assert "PLANO_DATABASE_URL" not in {each["name"] for each in told}
