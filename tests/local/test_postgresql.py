"""A cluster of our own: where its programs come from, who reaches it, and what outlives a restart."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from plano.local.binaries import find_binaries
from plano.local.cluster import Cluster, free_port, throwaway
from plano.local.errors import LocalError


@pytest.fixture
def own() -> Iterator[Cluster]:
    """A cluster that is not started yet."""
    with TemporaryDirectory(prefix="plano-test-") as folder:
        made = Cluster(Path(folder) / "postgresql", find_binaries(18), free_port(), "secret")
        try:
            yield made
        finally:
            made.stop()


def test_the_programs_are_all_there() -> None:
    folder = find_binaries(18)
    assert [name for name in ("initdb", "pg_ctl", "postgres") if not (folder / name).exists()] == []


def test_data_survives_a_restart(own: Cluster) -> None:
    own.start()
    with psycopg.connect(own.url()) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")
    own.stop()
    assert not own.running
    own.start()
    assert own.running
    with psycopg.connect(own.url()) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("still here",)]


def test_stopping_twice_is_no_error(own: Cluster) -> None:
    own.stop()
    own.start()
    own.stop()
    own.stop()
    assert not own.running


def test_it_listens_on_the_loopback_alone_and_asks_for_the_password(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as connection:
        shown = [
            connection.execute(f"SHOW {name}".encode()).fetchone()
            for name in ("listen_addresses", "unix_socket_directories", "password_encryption")
        ]
    assert shown == [("127.0.0.1",), ("",), ("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.url().replace(cluster.password, "wrong"))


def test_a_port_that_is_taken_is_said(cluster: Cluster, own: Cluster) -> None:
    taken = Cluster(own.data, own.binaries, cluster.port, own.password)
    with pytest.raises(LocalError, match=f"does not start on port {cluster.port}"):
        taken.start()


def test_nothing_of_a_throwaway_stays() -> None:
    with throwaway(18) as made:
        assert made.running
    assert not made.running
    assert not made.data.exists()
