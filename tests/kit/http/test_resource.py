"""What `expose` opens: pages that stay put, tags that guard, and rows that are their owner's."""

import base64
import random
import zlib
from uuid import UUID, uuid4

import httpx
import pytest

from plano_kit.http.pagination import MAX_CURSOR
from tests.kit.http.library import BOOKS
from tests.kit.http.town import Town, problem


async def made(who: httpx.AsyncClient, title: str, **more: object) -> dict[str, object]:
    answer = await who.post("/books", json={"title": title, **more})
    assert answer.status_code == 201, answer.text
    book: dict[str, object] = answer.json()
    return book


async def pages(who: httpx.AsyncClient, **query: str | int) -> list[str]:
    titles: list[str] = []
    following: str | None = ""
    while following is not None:
        answer = await who.get("/books", params={**query, **({"cursor": following} if following else {})})
        assert answer.status_code == 200, answer.text
        titles += [book["title"] for book in answer.json()["items"]]
        following = answer.json()["next"]
    return titles


async def test_a_new_row_is_its_makers_with_id_times_and_defaults(town: Town) -> None:
    async with town.person("ada") as ada:
        answer = await ada.post(
            "/books", json={"title": "Ünter", "price": "3", "tags": [{"name": "sea", "weight": "1.5"}]}
        )
    book = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert UUID(book["id"]).version == 7
    assert book["created_at"] <= book["updated_at"]
    assert book["created_at"].endswith("Z")
    assert (book["title"], book["copies"], book["price"], book["row_version"]) == ("Ünter", 1, "3.00", 1)
    assert book["tags"] == [{"name": "sea", "weight": "1.50"}]
    [row] = await town.database.sql("SELECT owner_id, tags::text AS tags FROM book")
    assert str(row["owner_id"]) == book["owner_id"]
    assert row["tags"] == '[{"name": "sea", "weight": "1.50"}]'


async def test_the_owner_alone_finds_a_row_and_a_role_finds_all(town: Town) -> None:
    async with town.person("ada") as ada, town.person("bob") as bob, town.person("lia", "librarian") as lia:
        path = f"/books/{(await made(ada, 'hers'))['id']}"
        await made(bob, "his")
        problem(await bob.get(path), 404)
        problem(await bob.patch(path, json={"title": "mine"}), 404)
        problem(await bob.delete(path), 404)
        problem(await bob.post(f"{path}/lend", json={"copies": 1}), 404)
        assert await pages(bob) == ["his"]
        assert (await bob.get("/books?count=true")).json()["count"] == 1
        assert sorted(await pages(lia)) == ["hers", "his"]
        assert (await lia.get(path)).status_code == 200
    assert await town.titles() == ["hers", "his"]


@pytest.mark.parametrize(
    "sort", ["-created_at", "created_at", "-id", "id", "title", "-title", "price", "-price", "copies"]
)
async def test_pages_of_every_sort_hold_each_row_once(town: Town, sort: str) -> None:
    async with town.person("ada") as ada:
        books = [await made(ada, f"t{n % 3}{n}", price=f"{n % 4}.5", copies=n % 2) for n in range(9)]
        key = sort.removeprefix("-")
        by_key = (lambda book: (float(str(book[key])), book["id"])) if key == "price" else lambda b: (b[key], b["id"])
        books.sort(key=by_key, reverse=sort.startswith("-"))
        for limit in (1, 2, 4, 9):
            assert await pages(ada, sort=sort, limit=limit) == [book["title"] for book in books]


async def test_rows_that_come_meanwhile_neither_repeat_nor_hide_others(town: Town) -> None:
    async with town.person("ada") as ada:
        for title in ("b", "d", "f", "h"):
            await made(ada, title)
        first = (await ada.get("/books?sort=title&limit=2")).json()
        await made(ada, "a")
        gone = first["items"][1]["id"]
        assert (await ada.delete(f"/books/{gone}")).status_code == 204
        rest = (await ada.get("/books", params={"sort": "title", "limit": 2, "cursor": first["next"]})).json()
    assert [book["title"] for book in rest["items"]] == ["f", "h"]
    assert rest["next"] is None


async def test_filters_and_count(town: Town) -> None:
    async with town.person("ada") as ada:
        for n in range(5):
            await made(ada, f"t{n}", copies=n % 2)
        page = (await ada.get("/books?copies=1&count=true&limit=1")).json()
        assert (len(page["items"]), page["count"]) == (1, 2)
        assert "count" not in (await ada.get("/books")).json()
        assert sorted(await pages(ada, copies=0, limit=2)) == ["t0", "t2", "t4"]
        assert await pages(ada, title="'; DROP TABLE book; --") == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "sort=isbn",
        "sort=title;",
        "cursor=",
        "cursor=AAAA",
        "cursor=*",
        "count=2",
        "copies=99999999999",
        "title=a%00b",
    ],
)
async def test_a_query_that_does_not_fit_is_422(town: Town, query: str) -> None:
    async with town.person("ada") as ada:
        problem(await ada.get(f"/books?{query}"), 422)


async def test_a_cursor_counts_under_its_own_sort_alone(town: Town) -> None:
    async with town.person("ada") as ada:
        for n in range(3):
            await made(ada, f"t{n}")
        cursor = (await ada.get("/books?limit=1&sort=title")).json()["next"]
        problem(await ada.get("/books", params={"sort": "-title", "cursor": cursor}), 422)


@pytest.mark.parametrize("sign", ["Ünter \N{SNOWMAN}", "\x01"])
async def test_the_longest_key_that_an_index_holds_fits_in_a_cursor(town: Town, sign: str) -> None:
    """8 KiB that compress, and 2.6 KB that do not."""
    words = [(sign * 8192)[:8000] + str(n) for n in range(3)]
    words += ["z" + base64.b64encode(random.Random(n).randbytes(1950)).decode() for n in range(3)]
    await town.database.sql("CREATE INDEX IF NOT EXISTS by_title ON book (title, id)")
    await town.database.sql(
        "INSERT INTO book (id, created_at, updated_at, row_version, owner_id, title, copies, price, tags) "
        "SELECT gen_random_uuid(), now(), now(), 1, $1, unnest($2::text[]), 1, 0, '[]'",
        UUID(int=0),
        words,
    )
    async with town.person("lia", "librarian") as lia:
        assert sorted(await pages(lia, sort="title", limit=1)) == sorted(words)


@pytest.mark.parametrize("told", [b"x" * 9, zlib.compress(b"[" + b" " * 2**24), zlib.compress(b'["title"]')[:-5]])
async def test_a_cursor_that_unpacks_to_nothing_of_ours_is_422(town: Town, told: bytes) -> None:
    async with town.person("ada") as ada:
        cursor = base64.urlsafe_b64encode(told).decode().rstrip("=")[:MAX_CURSOR]
        problem(await ada.get("/books", params={"sort": "title", "cursor": cursor}), 422)


async def test_a_patch_changes_what_it_names_and_the_version(town: Town) -> None:
    async with town.person("ada") as ada:
        book = await made(ada, "old", isbn="1", copies=7)
        answer = await ada.patch(f"/books/{book['id']}", json={"title": "new", "isbn": None})
        changed = answer.json()
        assert (changed["title"], changed["isbn"], changed["copies"]) == ("new", None, 7)
        assert (changed["row_version"], answer.headers["etag"]) == (2, '"2"')
        assert changed["created_at"] == book["created_at"]
        assert changed["updated_at"] > str(book["updated_at"])
        problem(await ada.patch(f"/books/{book['id']}", json={"owner_id": str(uuid4())}), 422)


async def test_if_match_lets_one_of_two_writers_win(town: Town) -> None:
    async with town.person("ada") as ada:
        path = f"/books/{(await made(ada, 'old'))['id']}"
        assert (await ada.patch(path, json={"title": "a"}, headers={"If-Match": '"1"'})).status_code == 200
        problem(await ada.patch(path, json={"title": "b"}, headers={"If-Match": '"1"'}), 412)
        problem(await ada.delete(path, headers={"If-Match": '"1"'}), 412)
        problem(await ada.patch(path, json={"title": "b"}, headers={"If-Match": "1"}), 422)
        assert (await ada.patch(path, json={"title": "c"}, headers={"If-Match": "*"})).status_code == 200
        assert (await ada.delete(path, headers={"If-Match": '"3"'})).status_code == 204
        problem(await ada.delete(path, headers={"If-Match": '"3"'}), 404)


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"7", "1"', "*"])
async def test_if_none_match_saves_the_body(town: Town, tag: str) -> None:
    async with town.person("ada") as ada:
        path = f"/books/{(await made(ada, 'same'))['id']}"
        answer = await ada.get(path, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')
        assert (await ada.get(path, headers={"If-None-Match": '"11"'})).status_code == 200


async def test_constraints_are_conflicts_and_values_out_of_range_are_422(town: Town) -> None:
    async with town.person("ada") as ada:
        first = await made(ada, "a", isbn="1")
        problem(await ada.post("/books", json={"title": "b", "isbn": "1"}), 409)
        problem(await ada.post("/books", json={"title": "b", "sequel_of": str(uuid4())}), 409)
        await made(ada, "c", sequel_of=first["id"])
        problem(await ada.delete(f"/books/{first['id']}"), 409)
        problem(await ada.post("/books", json={"title": "b", "copies": -1}), 422)
    assert await town.titles() == ["a", "c"]


async def test_the_reads_are_prepared_once_and_hold_the_owner(town: Town) -> None:
    """The statement is the same text for every caller, so that PostgreSQL plans it once a connection."""
    statements = BOOKS._statements
    assert statements.get(owned=True) is statements.get(owned=True)
    assert '"owner_id" = $2' in statements.get(owned=True)
    assert '"owner_id" =' not in statements.get(owned=False)
