"""Lists: every row once, in order, whatever is inserted meanwhile, under every sort."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from plano_kit.database.tables import Table
from plano_kit.testing.base import Bed, StandTests
from plano_kit.testing.checks import fine, items, problem, sorts
from plano_kit.testing.examples import given
from plano_kit.testing.stand import Endpoint


class PageTests(StandTests):
    """Keyset pages."""

    async def test_pages_stay_stable_under_inserts(self, bench: Bed, listing: Endpoint) -> None:
        owner = uuid4()
        for order in sorts(bench.service.openapi, listing):
            before = await self._some(bench, listing, owner, (3, 4, 5, 6, 7))
            found: list[dict[str, object]] = []
            cursor: str | None = None
            late = [1, 9, 8]
            while cursor is not None or not found:
                query = {"limit": "2", "sort": order} | ({"cursor": cursor} if cursor else {})
                page, cursor = items(await self.send(bench, listing, owner=owner, query=query))
                found += page
                if late:
                    await self._some(bench, listing, owner, (late.pop(),))
            ids = [UUID(str(each["id"])) for each in found]
            assert [each for each in ids if each in before] == _sorted(before, order), order
            assert len(ids) == len(set(ids)), order
            await bench.emptied()

    async def test_the_last_page_says_so_and_counts_are_asked_for(self, bench: Bed, listing: Endpoint) -> None:
        owner = uuid4()
        rows = await self._some(bench, listing, owner, (1, 2, 3))
        first = await self.send(bench, listing, owner=owner, query={"limit": "2", "count": "true"})
        page, cursor = items(first)
        assert len(page) == 2
        assert fine(first)["count"] == len(rows)
        assert cursor is not None
        last = await self.send(bench, listing, owner=owner, query={"limit": "2", "cursor": cursor})
        page, cursor = items(last)
        assert (len(page), cursor) == (1, None)
        assert "count" not in fine(last)

    @pytest.mark.parametrize(
        "query",
        [{"limit": "0"}, {"limit": "201"}, {"cursor": "x"}, {"cursor": ""}, {"sort": "nothing"}, {"count": "perhaps"}],
        ids=lambda query: " ".join(f"{name}={value}" for name, value in query.items()),
    )
    async def test_a_page_that_cannot_be_is_refused(self, bench: Bed, listing: Endpoint, query: dict[str, str]) -> None:
        problem(await self.send(bench, listing, query=query), 422)

    async def test_a_cursor_counts_under_its_own_sort_alone(self, bench: Bed, listing: Endpoint) -> None:
        owner = uuid4()
        await self._some(bench, listing, owner, (1, 2))
        query = {"limit": "1", "sort": "id"}
        _, cursor = items(await self.send(bench, listing, owner=owner, query=query))
        assert cursor is not None
        problem(await self.send(bench, listing, owner=owner, query={"sort": "-id", "cursor": cursor}), 422)

    async def _some(self, bench: Bed, listing: Endpoint, owner: UUID, numbers: tuple[int, ...]) -> dict[UUID, Table]:
        assert listing.table is not None
        if listing.table.__owner__ == "id" and len(numbers) > 1 and "owner" in listing.access:
            pytest.skip("the owner of such a row has no other")
        found: dict[UUID, Table] = {}
        for number in numbers:
            try:
                row = await given(bench, self.stand, listing.table, number, owner if _mine(listing) else None)
            except IntegrityError:
                pytest.skip("rows of this table cannot be told apart")
            found[row.id] = row
        return found


def _mine(listing: Endpoint) -> bool:
    return listing.table is not None and listing.table.__owner__ != "id"


def _sorted(rows: dict[UUID, Table], order: str) -> list[UUID]:
    """The ids in that order; the rows of a stand sort alike in Python and in PostgreSQL."""
    key = order.removeprefix("-")
    ordered = sorted(rows.values(), key=lambda row: (getattr(row, key), row.id), reverse=order.startswith("-"))
    return [row.id for row in ordered]
