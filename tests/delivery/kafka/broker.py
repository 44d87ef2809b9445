"""A real Kafka that judges rights: TLS, SCRAM-SHA-512 and its own authorizer, as the emitted cluster has them."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from plano.local.cluster import free_port
from plano.local.realkafka import bring, find_java, version
from plano.local.state import State
from plano.local.supervisor import Supervisor
from tests.e2e.shop import eventually

LIBRARIES = Path(__file__).parents[3] / ".plano" / "kafka" / f"libs-{version()}"

_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=ADMIN://127.0.0.1:{admin},CLIENTS://127.0.0.1:{clients},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=ADMIN://127.0.0.1:{admin},CLIENTS://127.0.0.1:{clients}
listener.security.protocol.map=ADMIN:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:SASL_SSL
controller.listener.names=CONTROLLER
inter.broker.listener.name=ADMIN
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
log.dirs={data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
"""


@dataclass(frozen=True, slots=True)
class Broker:
    """`clients` is the address that users prove themselves at; whoever comes in at `admin` may do everything."""

    clients: str
    admin: str
    authority: Path
    passwords: Mapping[str, str]

    def administrator(self) -> AdminClient:
        return AdminClient({"bootstrap.servers": self.admin, "log_level": 0})


async def libraries(folder: Path) -> Path:
    """Kafka's jars, brought by Maven where they are not there yet."""
    if not LIBRARIES.is_dir():
        held = State(os.getpid(), "", "local")
        await bring(LIBRARIES, Supervisor(folder, held, print, _unheard))
    return LIBRARIES


@contextmanager
def running(jars: Path, folder: Path, users: Iterable[str]) -> Iterator[Broker]:
    """A broker that knows each of `users` by a password of its own; it ends with the block."""
    passwords = {name: f"the password of {name}" for name in users}
    keystore, authority = _certificate(folder)
    ports = {name: free_port() for name in ("admin", "clients", "controller")}
    settings = folder / "server.properties"
    settings.write_text(_PROPERTIES.format(**ports, keystore=keystore, data=folder / "data"))
    java = [find_java(), "-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{jars}/*"]
    scram = [f"--add-scram=SCRAM-SHA-512=[name={name},password={secret}]" for name, secret in passwords.items()]
    form = [*java, "kafka.tools.StorageTool", "format", "-t", "plano-judged-cluster-1", "-c", str(settings), *scram]
    done = subprocess.run(form, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    log = folder / "kafka.log"
    with log.open("w") as written:
        process = subprocess.Popen([*java, "kafka.Kafka", str(settings)], stdout=written, stderr=subprocess.STDOUT)
    broker = Broker(f"127.0.0.1:{ports['clients']}", f"127.0.0.1:{ports['admin']}", authority, passwords)
    try:
        _until_answers(broker, process, log)
        yield broker
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until_answers(broker: Broker, process: subprocess.Popen[bytes], log: Path) -> None:
    administrator = broker.administrator()

    def answers() -> bool:
        assert process.poll() is None, log.read_text()[-4000:]
        try:
            return bool(administrator.list_topics(timeout=1).brokers)
        except KafkaException:  # nothing listens yet
            return False

    eventually("Kafka answers", answers)


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself: with its key for the broker, without for clients."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kafka")])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    keystore, authority = folder / "broker.pem", folder / "ca.crt"
    keystore.write_bytes(secret + pem)
    authority.write_bytes(pem)
    return keystore, authority


def _unheard(name: str, line: str) -> None:
    """What Maven says is told only where it fails."""
