"""What is on each picture: the depot's, exactly; the reference's, in words; and of every one the same twice.

`PLANO_UPDATE_CASES=1` writes the depot's pictures as they are now; the diff is then there to be read.
"""

from __future__ import annotations

import os

import pytest

from plano.graph.deployment import deployment
from plano.graph.flow import flow
from plano.graph.topology import topology
from plano.platform.model import Platform
from tests.graph.drawings import HERE, pictures_of, platform_of, valid_blueprints

EXPECTED = HERE / "expected"
DEPOT = pictures_of(platform_of(valid_blueprints()["depot"]))


@pytest.fixture(scope="module")
def shop() -> Platform:
    return platform_of(valid_blueprints()["reference"])


@pytest.mark.parametrize("name", DEPOT)
def test_the_depot_is_drawn_like_this(name: str) -> None:
    expected = EXPECTED / f"{name}.mmd"
    if os.environ.get("PLANO_UPDATE_CASES"):
        expected.write_text(DEPOT[name], encoding="utf-8")
    assert DEPOT[name] == expected.read_text("utf-8")


def test_every_expected_picture_is_one_that_is_drawn() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(DEPOT)


@pytest.mark.parametrize("name", valid_blueprints())
def test_the_same_blueprint_is_drawn_the_same_twice(name: str) -> None:
    blueprint = valid_blueprints()[name]
    assert pictures_of(platform_of(blueprint)) == pictures_of(platform_of(blueprint))


def test_the_topology_of_the_shop_shows_who_handles_what_and_who_calls_whom(shop: Platform) -> None:
    drawn = topology(shop)
    assert 'topic_orders__placed -->|"settle"| service_payments' in drawn
    assert 'service_orders -->|"publishes"| topic_orders__placed' in drawn
    assert 'service_orders -.->|"calls"| service_catalog' in drawn
    assert 'browser -->|"/api/auth<br/>/api/users"| service_users' in drawn


def test_a_flow_shows_retries_before_dead_letters_and_how_often_it_is_tried(shop: Platform) -> None:
    (cancelled,) = (topic for topic in shop.topics if topic.name == "orders.cancelled")
    drawn = flow(shop, cancelled)
    retry, dead = "orders.cancelled.payments.retry", "orders.cancelled.payments.dead"
    assert 0 < drawn.index(retry) < drawn.index(dead)
    assert "again after 2s, doubled up to 10m: 8 attempts in all" in drawn
    assert 'handler_payments -.->|"after 8 failed attempts<br/>or cannot be read"| dead_payments' in drawn


def test_a_flow_goes_one_step_further_to_what_its_consumers_publish(shop: Platform) -> None:
    placed = shop.topics[0]
    drawn = flow(shop, placed)
    assert 'handler_payments -.->|"can publish"| topic_payments__settled' in drawn
    assert "consumed by orders, notifications" in drawn
    assert "thank_customer" not in drawn  # that would be two


def test_a_handler_that_is_tried_once_waits_for_nothing() -> None:
    drawn = DEPOT["flow-parcels.sorted"]
    edges = [line.strip() for line in drawn.splitlines() if line.strip().startswith("handler_board -")]
    assert edges == ['handler_board -.->|"after 1 failed attempt<br/>or cannot be read"| dead_board']


def test_environments_differ_where_the_blueprint_says_so(shop: Platform) -> None:
    staging, production = (deployment(shop, each) for each in shop.environments)
    assert "tienda_staging_orders" in staging
    assert "tienda_staging" not in production
    assert "API: 2 to 6, at 70#37; CPU<br/>consumers: 1 to 3" in production


def test_only_a_public_environment_is_entered_from_the_internet(shop: Platform) -> None:
    staging, production = (deployment(shop, each) for each in shop.environments)
    assert 'browser -->|"https#58;//tienda.example"| host_vps_1' in production
    assert 'host_vps_1 -->|"forwards 443"| host_lb_1' in production
    assert 'browser -->|"https#58;//staging.tienda.example"| host_lb_1' in staging
    assert "browser((" in staging
    assert "inside, or on the VPN" in staging
