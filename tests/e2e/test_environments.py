"""Environments share a machine and its PostgreSQL, and nothing else."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.e2e.checks import Orders, settled
from tests.e2e.shop import Person
from tests.e2e.stand import copy_repository, standing
from tests.e2e.test_shop import unchanged


@pytest.mark.real
def test_no_row_event_token_or_role_crosses_from_one_environment_to_another(tmp_path: Path) -> None:
    root = copy_repository(tmp_path)
    with standing(root) as local, standing(root, environment="staging") as staging:
        assert local.state.server == staging.state.server
        assert local.state.kafka != staging.state.kafka
        ada, eve = Person(local.gateway, unchanged, "ada"), Person(staging.gateway, unchanged, "eve")
        order = str(ada.place()["id"])
        other = [str(eve.place()["id"]) for _ in range(2)]
        ada.wait_for(order, "paid")
        settled(local, unchanged, Orders([order], []))
        settled(staging, unchanged, Orders(other, []))
        eve.http.headers["Authorization"] = ada.http.headers["Authorization"]
        assert eve.http.get("/orders").status_code == 401
        for url in local.state.databases.values():
            psycopg.connect(url).close()
        foreign = [*local.state.databases.items(), *staging.state.databases.items()]
        mine = local.state.databases["orders"]
        for _, url in foreign:
            if url != mine:
                with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                    psycopg.connect(mine.rpartition("/")[0] + "/" + url.rpartition("/")[2])
        with psycopg.connect(mine) as running, pytest.raises(psycopg.errors.InsufficientPrivilege):
            running.execute('DROP TABLE public."order"')
