"""One throw-away PostgreSQL for all tests here."""

from collections.abc import Iterator

import pytest

from plano.local.cluster import Cluster, throwaway


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with throwaway(18) as made:
        yield made
