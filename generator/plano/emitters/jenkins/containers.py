"""The containers of those pods: their images, their rights, their room, and what they are given."""

from __future__ import annotations

from collections.abc import Mapping

from plano.emitters.fastapi.image import PYTHON
from plano.emitters.versions import version_of

POSTGRESQL_USER = 999
"""The user of PostgreSQL's official image on Debian."""

Tree = dict[str, object]

_WAIT = ["sleep", "99d"]
"""Jenkins runs its steps in a container that waits; the time-out of the pipeline ends it."""


def agent() -> Tree:
    """Jenkins' own container. It has no image here, so that the controller gives it the one that fits itself."""
    return {"name": "jnlp", **_room("100m", "512Mi"), "securityContext": _confined(written=True)}


def python(variables: Mapping[str, str]) -> Tree:
    """Where Plano, the checks and the tests run."""
    return {
        "name": "python",
        "image": f"python:{PYTHON}",
        "command": _WAIT,
        "env": _variables({"HOME": "/home/build", **variables}),
        **_room("1", "2Gi"),
        "securityContext": _confined(),
        "volumeMounts": [_mount("home", "/home/build"), _mount("tmp")],
    }


def postgresql(version: int) -> Tree:
    """A server for tests. It listens to its own pod alone, and what it holds ends with the pod."""
    return {
        "name": "postgresql",
        "image": f"postgres:{version}",
        "args": ["postgres", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
        "env": _variables({"POSTGRES_HOST_AUTH_METHOD": "trust", "PGDATA": "/database/data"}),
        **_room("250m", "1Gi"),
        "readinessProbe": {"exec": {"command": ["pg_isready", "--host=127.0.0.1"]}, "periodSeconds": 2},
        "securityContext": {**_confined(), "runAsUser": POSTGRESQL_USER},
        "volumeMounts": [_mount("database"), _mount("sockets", "/var/run/postgresql"), _mount("tmp")],
    }


def kafka(version: str) -> Tree:
    """One broker that is its own controller, as the image is without settings: it tells clients `localhost:9092`."""
    return {
        "name": "kafka",
        "image": f"apache/kafka:{version}",
        **_room("250m", "1536Mi"),
        "readinessProbe": {"tcpSocket": {"port": 9092}, "periodSeconds": 2},
        "securityContext": _confined(written=True),
    }


def buildkit() -> Tree:
    """What runs the Dockerfile. Why it is allowed more than the others, the annotation of its pod says."""
    return {
        "name": "buildkit",
        "image": f"moby/buildkit:v{version_of('buildkit')}-rootless",
        "command": _WAIT,
        "env": _variables({"BUILDKITD_FLAGS": "--oci-worker-no-process-sandbox"}),
        **_room("1", "4Gi"),
        "securityContext": {
            "privileged": False,
            "seccompProfile": {"type": "Unconfined"},
            "appArmorProfile": {"type": "Unconfined"},
        },
        "volumeMounts": [_mount("buildkit", "/home/user/.local/share/buildkit")],
    }


def crane() -> Tree:
    """What asks the registry, and pushes."""
    return {
        "name": "crane",
        "image": f"gcr.io/go-containerregistry/crane/debug:v{version_of('crane')}",
        "command": _WAIT,
        "env": _variables({"HOME": "/home/build", "DOCKER_CONFIG": "/credentials/registry"}),
        **_room("100m", "512Mi"),
        "securityContext": _confined(),
        "volumeMounts": [_mount("home", "/home/build"), _mount("tmp"), _secret("registry")],
    }


def cosign() -> Tree:
    """What signs."""
    password = {"name": "COSIGN_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "cosign", "key": "cosign.password"}}}
    variables = {"HOME": "/home/build", "DOCKER_CONFIG": "/credentials/registry"}
    return {
        "name": "cosign",
        "image": f"ghcr.io/sigstore/cosign/cosign:v{version_of('cosign')}-dev",
        "command": _WAIT,
        "env": [*_variables(variables), password],
        **_room("100m", "512Mi"),
        "securityContext": _confined(),
        "volumeMounts": [_mount("home", "/home/build"), _mount("tmp"), _secret("registry"), _secret("signing")],
    }


def _confined(*, written: bool = False) -> Tree:
    """The level `restricted` of the Pod Security Standards, with a read-only root unless the image is `written` to."""
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": not written,
        "capabilities": {"drop": ["ALL"]},
    }


def _room(cpu: str, memory: str) -> Tree:
    return {"resources": {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}}


def _variables(values: Mapping[str, str]) -> list[Tree]:
    return [{"name": name, "value": value} for name, value in values.items()]


def _mount(name: str, path: str = "") -> Tree:
    return {"name": name, "mountPath": path or f"/{name}"}


def _secret(name: str) -> Tree:
    return {**_mount(name, f"/credentials/{name}"), "readOnly": True}
