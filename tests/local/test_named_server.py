"""A server that `--postgresql` names: what is said where it is down, and where it does not let us in."""

from __future__ import annotations

import pytest

from plano.local.cluster import Cluster, free_port
from plano.local.errors import LocalError
from plano.local.server import version_at


def test_a_server_that_answers_says_its_version(cluster: Cluster) -> None:
    assert version_at(cluster.url()).startswith("18")


def test_a_server_that_is_down_is_said_with_its_cause() -> None:
    port = free_port()
    with pytest.raises(LocalError) as raised:
        version_at(f"postgresql://postgres:@127.0.0.1:{port}/postgres")
    told = str(raised.value)
    assert told.startswith(f"PostgreSQL at 127.0.0.1:{port}: ")
    assert "Connection refused" in told
    assert told.endswith(". Start it, or leave --postgresql out")
    assert "\n" not in told


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_server_that_refuses_us_is_not_said_to_be_down(cluster: Cluster, password: str) -> None:
    with pytest.raises(LocalError, match="password") as raised:
        version_at(f"postgresql://plano:{password}@{cluster.address}/postgres")
    assert "PLANO_POSTGRESQL_PASSWORD say as whom to go there" in str(raised.value)
    assert "Start it" not in str(raised.value)
