"""Two platforms for these tests: a small one with every feature of the contracts, and the reference."""

from __future__ import annotations

import pytest

from plano.platform.model import Platform
from tests.contracts.platforms import BLUEPRINTS, contracts_of, platform_of


@pytest.fixture(scope="session", params=sorted(BLUEPRINTS))
def any_platform(request: pytest.FixtureRequest) -> Platform:
    return platform_of(BLUEPRINTS[request.param].read_text("utf-8"))


@pytest.fixture(scope="session")
def any_contracts(any_platform: Platform) -> dict[str, dict[str, object]]:
    return contracts_of(any_platform)


@pytest.fixture(scope="session")
def library() -> Platform:
    return platform_of(BLUEPRINTS["library"].read_text("utf-8"))


@pytest.fixture(scope="session")
def contracts(library: Platform) -> dict[str, dict[str, object]]:
    """The contracts of the small platform."""
    return contracts_of(library)
