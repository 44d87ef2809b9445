"""What a document gives is exactly the module beside it, and code that one would be proud of by hand.

`PLANO_UPDATE_CASES=1` writes what is given now; the diff is then there to be read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from plano.pipeline import check_root
from tests.externals.depot import MODULE, ROOT, depot, findings, generated, objections, planted

HERE = Path(__file__).parent / "carrier"
METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}
DOCUMENT = (HERE / "carrier.yaml").read_text("utf-8")


def test_a_document_gives_this_module(tmp_path: Path) -> None:
    made = generated(check_root(depot(tmp_path, DOCUMENT, "services/carrier/api.yaml")))
    given = made[MODULE].decode()
    if os.environ.get("PLANO_UPDATE_CASES"):
        (HERE / "module.txt").write_text(given, "utf-8")
    assert given == (HERE / "module.txt").read_text("utf-8")
    assert generated(check_root(tmp_path)) == made


def test_the_client_is_what_handlers_are_given(tmp_path: Path) -> None:
    made = generated(check_root(depot(tmp_path, DOCUMENT, "carrier.yaml")))
    context = made["generated/services/tracking/depot_tracking/context.py"].decode()
    assert "    carrier: CarrierClient\n" in context
    assert '    return Clients(carrier=CarrierClient(outbound.external("carrier"), scope))\n' in context
    package = made["generated/services/tracking/depot_tracking/clients/__init__.py"].decode()
    assert "from .carrier import CarrierClient\n" in package


def test_tools_have_nothing_to_say_of_it(tmp_path: Path) -> None:
    planted(depot(tmp_path, DOCUMENT, "carrier.yaml"))
    assert objections(tmp_path) == {}
    path = tmp_path / MODULE
    path.write_text(path.read_text("utf-8").replace("-> bytes:", "-> str:"), "utf-8")
    assert objections(tmp_path).keys() == {"mypy"}


def test_a_document_that_is_typed_throughout_is_nobody_s_concern(tmp_path: Path) -> None:
    assert findings(depot(tmp_path, DOCUMENT, "carrier.yaml")) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "generated/contracts").glob("*.openapi.json")), ids=lambda path: path.stem
)
def test_the_documents_that_plano_itself_writes_are_read(path: Path, tmp_path: Path) -> None:
    document = path.read_text("utf-8")
    planted(depot(tmp_path, document))
    assert objections(tmp_path) == {}
    source = (tmp_path / MODULE).read_text("utf-8")
    operations = [method for item in json.loads(document)["paths"].values() for method in item if method in METHODS]
    assert source.count("    async def ") == len(operations) > 0
