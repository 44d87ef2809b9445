"""The values of a whole environment, made together, are those of each service made alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plano.emitters.chart.view import KINDS, view, views
from plano.platform.model import Platform
from tests.delivery.chart.platforms import DEPOTS, platform_of, reference, renamed

PLATFORMS: dict[str, Callable[[], Platform]] = {
    "reference": reference,
    "renamed": renamed,
    "depots": lambda: platform_of(DEPOTS),
}


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_service_with_pods_has_its_values_in_the_blueprints_order(name: str) -> None:
    platform = PLATFORMS[name]()
    for environment in platform.environments:
        running = [(platform.service(each.service), each) for each in environment.deployments]
        alone = [view(service, each, environment, platform) for service, each in running if service.kind in KINDS]
        assert alone
        assert list(views(environment, platform)) == alone


def test_the_issuer_is_called_by_all_who_ask_for_its_keys_and_no_other_is() -> None:
    platform = reference()
    environment = platform.environment("production")
    made = {each.service.name: each for each in views(environment, platform)}
    issuing = next(name for name, each in made.items() if each.service.issuer)
    asking = {name for name, each in made.items() if each.issuer is not None and each.issuer.name == issuing}
    assert len(asking) > 2
    assert asking <= set(made[issuing].callers)
    for name in asking:
        assert set(made[name].callers) == {each for each in made[name].service.callers if each in made}


def test_each_service_has_the_routes_that_lead_to_it_and_all_of_them() -> None:
    platform = platform_of(DEPOTS)
    for environment in platform.environments:
        told = [(each.service.name, route.path) for each in views(environment, platform) for route in each.routes]
        assert sorted(told) == sorted((each.service, each.path) for each in platform.routes)
