"""The releases and the template that all tests of updates share."""

from __future__ import annotations

import pytest

from tests.updating.releases import Releases, released
from tests.updating.templates import Pair, paired


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    return released(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return paired(tmp_path_factory.mktemp("pair"))
