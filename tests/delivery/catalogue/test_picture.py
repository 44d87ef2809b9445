"""Whether the picture of a platform is drawn is known before it is drawn."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from plano.emitters.catalogue.readme import edges, view
from plano.graph.mermaid import MOST_EDGES
from plano.graph.topology import topology
from plano.platform.model import Platform
from tests.delivery.catalogue.platforms import PLATFORMS, reference

EDGE = re.compile(r"^ *\w+ (-->|-\.->|---)", re.MULTILINE)


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_edges_that_are_counted_are_those_that_are_drawn(name: str) -> None:
    platform = PLATFORMS[name]()
    assert 0 < edges(platform) == len(EDGE.findall(topology(platform)))


def test_a_picture_of_as_many_edges_as_viewers_draw_is_drawn_and_one_more_is_too_many() -> None:
    assert view(with_edges(MOST_EDGES)).picture != ""
    assert view(with_edges(MOST_EDGES + 1)).picture == ""


def with_edges(wanted: int) -> Platform:
    """A platform of that many edges and few words: one service, which calls another so often."""
    platform = replace(reference(), topics=(), routes=(), databases=())
    alone = replace(platform.services[0], calls=(), publishes=(), consumes=(), database=None)
    call = next(call for service in platform.services for call in service.calls)
    called = replace(platform.service(call.service), calls=(), publishes=(), consumes=(), database=None)
    return replace(platform, services=(replace(alone, calls=(call,) * wanted), called))
