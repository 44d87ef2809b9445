"""schemathesis against the orders service, which runs: it must do what its OpenAPI document says, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.shop import Person
from tests.e2e.stand import Stand, copy_repository, standing
from tests.e2e.test_shop import unchanged


def _judge(stand: Stand, document: Path) -> subprocess.CompletedProcess[str]:
    ada = Person(stand.gateway, unchanged)
    ada.place()
    return subprocess.run(
        [
            Path(sys.executable).with_name("st"),
            f"--config-file={Path(__file__).with_name('schemathesis.toml')}",
            "run",
            document,
            "--url",
            f"http://127.0.0.1:{stand.part('orders', 'all').port}",
            "--header",
            f"Authorization: {ada.http.headers['Authorization']}",
            "--max-examples=40",
            "--seed=1",
            "--phases=examples,coverage,fuzzing",
            "--no-color",
        ],
        capture_output=True,
        text=True,
        cwd=stand.root,
    )


@pytest.mark.real
def test_schemathesis_finds_nothing_on_orders_and_finds_a_planted_fault(tmp_path: Path) -> None:
    root = copy_repository(tmp_path)
    document = root / "generated" / "contracts" / "orders.openapi.json"
    with standing(root) as stand:
        found = _judge(stand, document)
        assert found.returncode == 0, found.stdout[-6000:]
        wrong = json.loads(document.read_text())
        wrong["components"]["schemas"]["OrderResponse"]["properties"]["total"] = {"type": "integer"}
        planted = root / "planted.json"
        planted.write_text(json.dumps(wrong))
        assert _judge(stand, planted).returncode == 1
