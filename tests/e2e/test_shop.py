"""The first thing that anybody does with Plano: start the reference platform, and buy something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.checks import Orders, settled
from tests.e2e.rename import rename_repository, rotated
from tests.e2e.shop import Person, eventually
from tests.e2e.stand import REPOSITORY, Stand, copy_repository, kafka_libraries, plano, standing

Names = Callable[[str], str]


def unchanged(name: str) -> str:
    return name


def buy(stand: Stand, n: Names) -> None:
    """Register, log in, list products, order, see it paid, cancel another, and find it all."""
    ada, bob = Person(stand.gateway, n, "ada"), Person(stand.gateway, n, "bob")
    products = ada.http.get(ada.path("products")).json()["items"]
    assert {product[n("sku")] for product in products} == {"tea-green", "tea-black", "pot-clay"}
    first, second = str(ada.place(2)["id"]), str(ada.place()["id"])
    assert ada.wait_for(first, "paid")[n("total")] == "15.80"
    assert bob.http.get(f"{bob.path('orders')}/{first}").status_code == 404
    assert bob.http.get(bob.path("orders")).json() == {"items": [], "next": None}
    assert ada.cancel(second).status_code == 200
    assert ada.cancel(second).status_code == 409
    eventually("the payment is refunded", lambda: (ada.payment_of(second) or {}).get(n("refunded_at")))
    settled(stand, n, Orders([first, second], [second]))


def test_an_order_is_placed_paid_and_cancelled(tmp_path: Path) -> None:
    root = copy_repository(tmp_path)
    with standing(root) as stand:
        buy(stand, unchanged)
    plano(root, "down", "--wipe")
    assert [path.name for path in (root / ".plano").iterdir() if path.is_dir()] == []


@pytest.mark.real
def test_nothing_knows_the_names_of_the_reference(tmp_path: Path) -> None:
    rename_repository(REPOSITORY, tmp_path)
    plano(tmp_path, "generate")
    plano(tmp_path, "migrate")
    plano(tmp_path, "check")
    with standing(tmp_path) as stand:
        buy(stand, rotated)


@pytest.mark.real
def test_effects_happen_once_on_a_real_kafka_whatever_is_killed(tmp_path: Path) -> None:
    root = copy_repository(tmp_path)
    kafka_libraries(root)
    with standing(root, "--broker", "kafka", "--split") as stand:
        ada = Person(stand.gateway, unchanged)
        placed = [str(ada.place()["id"]) for _ in range(10)]
        stand.kill("payments", "consumer")
        placed += [str(ada.place()["id"]) for _ in range(5)]
        stand.kill("notifications", "consumer")
        stand.kill("orders", "relay")
        placed += [str(ada.place()["id"]) for _ in range(5)]
        cancelled = placed[::4]
        for order in cancelled[:2]:
            assert ada.cancel(order).status_code == 200
        stand.kill("orders", "api")
        for order in cancelled[2:]:
            assert ada.cancel(order).status_code == 200
        stand.kill("orders", "consumer")
        stand.kill("payments", "relay")
        settled(stand, unchanged, Orders(placed, cancelled))
