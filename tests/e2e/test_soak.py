"""Orders for as long as you like, while something dies all the time: nothing is lost, and nothing happens twice."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from tests.e2e.checks import Orders, settled
from tests.e2e.shop import Person
from tests.e2e.stand import copy_repository, kafka_libraries, standing
from tests.e2e.test_shop import unchanged

VICTIMS = (
    ("orders", "api"),
    ("orders", "consumer"),
    ("orders", "relay"),
    ("payments", "consumer"),
    ("payments", "relay"),
    ("notifications", "consumer"),
    ("catalog", "api"),
    ("users", "api"),
)


@pytest.mark.soak
def test_nothing_is_lost_and_nothing_happens_twice(tmp_path: Path) -> None:
    minutes = float(os.environ.get("SOAK_MINUTES", "10"))
    seed = int(os.environ.get("SOAK_SEED", str(random.randrange(10**6))))
    print(f"\nsoak: {minutes} minutes, SOAK_SEED={seed}")
    chance = random.Random(seed)
    root = copy_repository(tmp_path)
    kafka_libraries(root)
    placed: list[str] = []
    cancelled: list[str] = []
    kills = 0
    with standing(root, "--broker", "kafka", "--split") as stand:
        ada = Person(stand.gateway, unchanged)
        end = time.monotonic() + minutes * 60
        signed_in = time.monotonic()
        while time.monotonic() < end:
            if time.monotonic() - signed_in > 300:
                ada.login()
                signed_in = time.monotonic()
            placed.append(str(ada.place()["id"]))
            if chance.random() < 0.3:
                order = chance.choice(placed)
                if order not in cancelled and ada.cancel(order).status_code == 200:
                    cancelled.append(order)
            if chance.random() < 0.05:
                stand.kill(*chance.choice(VICTIMS))
                kills += 1
        settled(stand, unchanged, Orders(placed, cancelled))
    print(f"soak: {len(placed)} orders, {len(cancelled)} cancelled, {kills} kills: all settled once")
