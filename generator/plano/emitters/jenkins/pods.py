"""The pods that builds run in, as the YAML that a Jenkinsfile gives to Jenkins.

What a pull request brings runs in the namespace `checks`, which holds no secret at all. Images are made in `build`.
"""

from __future__ import annotations

from dataclasses import dataclass

from plano.emitters.jenkins.containers import Tree, agent, buildkit, cosign, crane, kafka, postgresql, python
from plano.emitters.namespaces.systems import REASON
from plano.emitters.yamltext import yaml_text

CHECKS = "checks"
BUILD = "build"

BUILD_NODES = {"plano/role": "build"}
"""The label of the hosts with the role build, and the key and value of their taint."""

USER = 1000
"""The user of Jenkins' own container and of BuildKit's image: one for all means one owner of the workspace."""

_WHY_BUILDKIT = (
    "Rootless BuildKit makes user namespaces of its own: the default seccomp and AppArmor profiles forbid that, "
    "and newuidmap is a setuid program. It is not root on the node, and holds no credential."
)


@dataclass(frozen=True, slots=True)
class ChecksPod:
    """What runs beside Python: PostgreSQL of that major version, Kafka of that version; 0 and empty for neither."""

    postgresql: int = 0
    kafka: str = ""


@dataclass(frozen=True, slots=True)
class BuildPod:
    """Where an image is made. `own_nodes`: on the hosts with the role build, and not on any worker."""

    own_nodes: bool


def checks(pod: ChecksPod) -> str:
    """The pod that runs a change's own code: `restricted`, and with nothing secret in it."""
    variables: dict[str, str] = {}
    beside: list[Tree] = []
    volumes = ["home", "tmp"]
    if pod.postgresql:
        variables["PLANO_TEST_DATABASE_URL"] = "postgresql://postgres@127.0.0.1:5432/postgres"
        beside.append(postgresql(pod.postgresql))
        volumes += ["database", "sockets"]
    if pod.kafka:
        variables["PLANO_TEST_KAFKA_BOOTSTRAP"] = "127.0.0.1:9092"
        beside.append(kafka(pod.kafka))
    spec = {**_spec([agent(), python(variables), *beside]), "volumes": [_empty(name) for name in volumes]}
    return yaml_text({"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": CHECKS}, "spec": spec})


def build(pod: BuildPod) -> str:
    """The pod that makes an image. The container that runs the Dockerfile is given no credential."""
    spec = _spec([agent(), buildkit(), crane(), cosign()])
    if pod.own_nodes:
        spec["nodeSelector"] = BUILD_NODES
        spec["tolerations"] = [
            {"key": key, "operator": "Equal", "value": value, "effect": "NoSchedule"}
            for key, value in BUILD_NODES.items()
        ]
    spec["volumes"] = [
        *(_empty(name) for name in ("buildkit", "home", "tmp")),
        _secret("registry", "registry", ".dockerconfigjson", "config.json"),
        _secret("signing", "cosign", "cosign.key", "cosign.key"),
    ]
    metadata = {"namespace": BUILD, "annotations": {REASON: _WHY_BUILDKIT}}
    return yaml_text({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec})


def _spec(containers: list[Tree]) -> Tree:
    return {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "restartPolicy": "Never",
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "runAsGroup": USER,
            "fsGroup": USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": containers,
    }


def _empty(name: str) -> Tree:
    return {"name": name, "emptyDir": {}}


def _secret(volume: str, secret: str, key: str, file: str) -> Tree:
    return {"name": volume, "secret": {"secretName": secret, "items": [{"key": key, "path": file}]}}
