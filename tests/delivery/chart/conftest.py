"""Each platform rendered by Helm, once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from plano.platform.model import Platform
from tests.delivery.chart.platforms import DEPOTS, Helm, platform_of, reference, renamed

_PLATFORMS: dict[str, Callable[[], Platform]] = {
    "depots": lambda: platform_of(DEPOTS),
    "reference": reference,
    "renamed": renamed,
}


Rendered = Callable[[str], Helm]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The chart with the values of a platform, each platform once."""
    return cache(lambda name: Helm.of(_PLATFORMS[name](), tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="session", params=sorted(_PLATFORMS))
def any_helm(request: pytest.FixtureRequest, rendered: Rendered) -> Helm:
    """Each of the platforms: nothing may hold for the shop's names alone."""
    return rendered(request.param)


@pytest.fixture(scope="session")
def shop(rendered: Rendered) -> Helm:
    """The reference: every system is ours."""
    return rendered("reference")


@pytest.fixture(scope="session")
def depots(rendered: Rendered) -> Helm:
    """A cluster, a Kafka and a database that were there before, and a service of its own image."""
    return rendered("depots")
