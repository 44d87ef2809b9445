"""`plano rm` and code: what is no longer generated is listed with each place under services/ that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.editing.gone import still_named
from plano.pipeline import check_text
from plano.platform.model import Platform
from tests.editing.depot import DEPOT, depot, plano

Captured = pytest.CaptureFixture[str]

HANDLERS = '''\
"""What the depot decides."""

from depot_depot import Context, Parcel, ParcelsSent


async def weigh(ctx: Context) -> Parcel:
    parcel = await ctx.get(Parcel, ctx.principal.id)
    parcel.note = "ParcelsSent"
    await ctx.publish(ParcelsSent.of(parcel, parcel_id=parcel.id, label=None))
    return parcel
'''
DESK = """\
from depot_desk import Context, ParcelsSent
from depot_desk.clients.depot import DepotClient


async def note_down(event: ParcelsSent, ctx: Context) -> None:
    weighed = await ctx.clients.depot.weigh()
    ctx.log.info("down", weight=event.weight, of=weighed, by=DepotClient)
"""


def written(root: Path) -> None:
    """The depot with the code of its services."""
    depot(root)
    for path, text in (("depot/handlers.py", HANDLERS), ("desk/handlers.py", DESK)):
        file = root / "services" / path
        file.parent.mkdir(parents=True)
        file.write_text(text)


def stays(root: Path, capsys: Captured, *words: str) -> list[str]:
    """What `plano rm` lists of code."""
    code, out, err = plano(root, capsys, "rm", *words, "--with-uses")
    assert code == 0, err
    return [line.removeprefix("stays     ") for line in out.splitlines() if " is gone" in line]


def test_who_published_a_topic_is_listed_beside_who_consumed_it(tmp_path: Path, capsys: Captured) -> None:
    written(tmp_path)
    assert stays(tmp_path, capsys, "topic", "parcels.sent") == [
        "services/depot/handlers.py:3: 'ParcelsSent' is gone, also on line 9",
        "services/desk/handlers.py:1: 'ParcelsSent' is gone, also on line 5",
    ]
    assert (tmp_path / "services/depot/handlers.py").read_text() == HANDLERS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("field", "depot.Parcel.note"), ["services/depot/handlers.py:8: 'note' is gone"]),
        (
            ("field", "parcels.sent.weight"),  # it was all that the event takes from a parcel
            ["services/depot/handlers.py:9: 'of' is gone", "services/desk/handlers.py:7: 'weight' is gone"],
        ),
        (
            ("service", "depot"),
            [
                "services/desk/handlers.py:2: 'depot_desk.clients.depot' is gone",
                "services/desk/handlers.py:6: 'depot' is gone",
            ],
        ),
        (("entity", "depot.Stamp"), []),
        (("route", "/shelf"), []),
    ],
)
def test_only_what_the_code_names_is_listed(
    tmp_path: Path, capsys: Captured, words: tuple[str, ...], said: list[str]
) -> None:
    written(tmp_path)
    assert stays(tmp_path, capsys, *words) == said


def test_the_code_of_a_service_that_goes_is_not_listed_line_by_line(tmp_path: Path, capsys: Captured) -> None:
    written(tmp_path)
    assert stays(tmp_path, capsys, "service", "desk") == []


def test_a_module_that_does_not_parse_is_read_by_its_words(tmp_path: Path, capsys: Captured) -> None:
    written(tmp_path)
    (tmp_path / "services/depot/handlers.py").write_text(HANDLERS + "def (\n")
    found = stays(tmp_path, capsys, "topic", "parcels.sent")
    assert found[0] == "services/depot/handlers.py:3: 'ParcelsSent' is gone, also on lines 8, 9"


def test_an_operation_or_a_call_that_goes_by_hand_is_seen_alike(tmp_path: Path) -> None:
    written(tmp_path)
    alone = DEPOT.replace("    operations:\n      weigh: {path: /weigh, response: Parcel}\n", "")
    assert list(still_named(platform(DEPOT), platform(alone), tmp_path)) == [
        ("services/desk/handlers.py", (6,), "weigh")
    ]


def platform(text: str) -> Platform:
    """The platform of a blueprint without errors."""
    found = check_text(text).platform
    assert found is not None
    return found
