"""Who is let in, and as whom."""

import pytest

from tests.kit.http.town import Town, problem


async def test_without_a_token_401_says_how_to_come_in(town: Town) -> None:
    async with town.nobody() as nobody:
        for answer in (await nobody.get("/books"), await nobody.post("/work", json={"how": "fine"})):
            problem(answer, 401)
            assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_nobody_learns_what_a_body_must_hold_without_a_token(town: Town) -> None:
    async with town.nobody() as nobody:
        assert "errors" not in (await nobody.post("/books", json={"nonsense": 1})).json()


@pytest.mark.parametrize("token", ["Bearer nonsense", "Bearer", "Basic YTpi", "nonsense"])
async def test_a_token_that_does_not_hold_is_401_everywhere(town: Town, token: str) -> None:
    async with town.nobody({"Authorization": token}) as nobody:
        problem(await nobody.get("/books"), 401)
        problem(await nobody.get("/open"), 401)


async def test_what_is_public_knows_a_caller_who_shows_a_token(town: Town) -> None:
    async with town.nobody() as nobody, town.service("desk") as desk:
        assert (await nobody.get("/open")).text == "nobody"
        assert (await desk.get("/open")).text == "desk"


async def test_a_role_or_a_declared_caller_and_nobody_else(town: Town) -> None:
    async with town.person("lia", "librarian") as lia, town.person("ada") as ada:
        assert (await lia.get("/staff")).status_code == 200
        problem(await ada.get("/staff"), 403)
    async with town.service("desk") as desk, town.service("stranger") as stranger:
        assert (await desk.get("/staff")).text == "desk"
        problem(await stranger.get("/staff"), 403)
        problem(await desk.post("/work", json={"how": "fine"}), 403)
