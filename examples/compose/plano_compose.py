"""An emitter for Plano: `generated/compose.yaml`, which runs the platform's services in containers on one machine.

It holds no secret: each is a variable that Compose reads from a file of yours, and refuses to start without.
"""

from collections.abc import Iterator

from plano.emitters.base import Data, FileSpec, Subject
from plano.platform.environments import local_environment
from plano.platform.model import Platform, Service
from plano.plugins import EmitterPlugin

Part = dict[str, object]
KAFKA: Part = {
    "image": "apache/kafka:4.3.1",
    "environment": {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": "PLAINTEXT://kafka:9092",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
    },
}


def files(platform: Platform) -> Iterator[FileSpec]:
    """One file about the whole platform."""
    subject = Subject("platform", platform.name, "generated")
    yield FileSpec("compose", subject, "generated/compose.yaml", Data(document, "yaml"), platform)


def document(platform: Platform) -> Part:
    """The Compose file. Source of its keys: the Compose Specification, compose-spec.io."""
    parts: dict[str, Part] = {"kafka": KAFKA} if platform.topics else {}
    for service in (each for each in platform.services if each.kind in ("fastapi", "container")):
        parts[service.name] = own = _service(service, platform)
        if service.database:
            parts[f"{service.name}-database"] = _database(service, platform)
        if service.database and service.kind == "fastapi":
            ready = {f"{service.name}-database": {"condition": "service_healthy"}}
            parts[f"{service.name}-migrate"] = own | {"command": ["migrate"], "depends_on": ready, "restart": "no"}
    return {"name": platform.name, "services": parts, "volumes": {name: {} for name in parts if "-database" in name}}


def _service(service: Service, platform: Platform) -> Part:
    found: Part = {"environment": _variables(service, platform), "restart": "unless-stopped"}
    if service.kind == "container":
        found["image"] = _plain(service.image)
    else:
        found["build"] = {"context": "..", "dockerfile": f"generated/services/{service.name}/Dockerfile"}
        found["command"] = ["all"]
    needs = {"kafka": {"condition": "service_started"}} if service.publishes or service.consumes else {}
    if service.database:
        needs[f"{service.name}-database"] = {"condition": "service_healthy"}
    if service.database and service.kind == "fastapi":
        needs[f"{service.name}-migrate"] = {"condition": "service_completed_successfully"}
    return found | {"depends_on": needs}


def _variables(service: Service, platform: Platform) -> dict[str, str]:
    here = next(each for each in local_environment(platform).deployments if each.service == service.name)
    found = {"PLANO_ENVIRONMENT": "local", "PLANO_COOKIE_SECURE": "false", "PLANO_KAFKA_BOOTSTRAP": "kafka:9092"}
    found |= {f"PLANO_CONFIG_{name.upper()}": _plain(str(each)) for name, each in here.config if each is not None}
    secrets = [f"CONFIG_{each.field.name.upper()}" for each in service.config if each.secret]
    secrets += ["CLIENT_SECRET"] if service.kind == "fastapi" else []
    secrets += ["CLIENTS", "SIGNING_KEYS"] if service.issuer else []
    found |= {f"PLANO_{name}": _secret(service, name) for name in secrets}
    if service.database:
        url = f"postgresql://app:{_secret(service, 'DATABASE_PASSWORD')}@{service.name}-database:5432/app"
        found |= {"PLANO_DATABASE_URL": url, "PLANO_OWNER_DATABASE_URL": url}
    for call in service.calls:
        url = _plain(call.url) or f"http://{call.service}:{platform.service(call.service).port}"
        found[f"PLANO_URL_{call.service.upper().replace('-', '_')}"] = url
    return found | ({"PLANO_ISSUER_URL": f"http://{service.trusts}:8000"} if service.trusts else {})


def _database(service: Service, platform: Platform) -> Part:
    version = next(each.version for each in platform.databases if each.name == service.database)
    place = "/var/lib/postgresql" if version >= 18 else "/var/lib/postgresql/data"  # as each image declares it
    password = _secret(service, "DATABASE_PASSWORD")
    return {
        "image": f"postgres:{version}",
        "environment": {"POSTGRES_USER": "app", "POSTGRES_PASSWORD": password},
        "healthcheck": {"test": ["CMD", "pg_isready", "-U", "app"], "interval": "2s", "retries": 30},
        "volumes": [f"{service.name}-database:{place}"],
    }


def _secret(service: Service, name: str) -> str:
    return f"${{{service.name.upper().replace('-', '_')}_{name}:?is not set}}"


def _plain(text: str) -> str:
    return text.replace("$", "$$")  # Compose puts variables into every text


EMITTER = EmitterPlugin("compose", files, interface=1)
