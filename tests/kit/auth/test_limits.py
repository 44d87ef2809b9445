"""Failed log-ins are limited, over all processes of the issuer and whatever else is right."""

import asyncio

import pytest

from plano_kit.auth.issuer.attempts import ACCOUNT, ADDRESS, HERE, Attempts, LimitedError
from tests.kit.auth.harbour import PASSWORD, Harbour

WRONG = {"email": "ada@example.org", "password": "not this one"}
RIGHT = {"email": "ada@example.org", "password": PASSWORD}


async def test_after_some_failures_even_the_right_password_waits(harbour: Harbour) -> None:
    await harbour.registered()
    async with harbour.browser() as browser:
        for _ in range(HERE.burst):
            assert (await browser.post("/auth/login", json=WRONG)).status_code == 401
        limited = await browser.post("/auth/login", json=RIGHT)
        assert limited.status_code == 429
        assert 0 < int(limited.headers["Retry-After"]) <= HERE.every.total_seconds()
        await harbour.sql("UPDATE plano.attempt SET empty_at = empty_at - interval '30 seconds'")
        assert (await browser.post("/auth/login", json=RIGHT)).status_code == 200


async def test_an_unknown_email_is_limited_alike(harbour: Harbour) -> None:
    async with harbour.browser() as browser:
        answers = [(await browser.post("/auth/login", json=WRONG)).status_code for _ in range(HERE.burst + 1)]
    assert answers == [401] * HERE.burst + [429]


async def test_guesses_in_parallel_count_before_they_are_looked_at(harbour: Harbour) -> None:
    await harbour.registered()
    async with harbour.browser() as browser:
        answers = await asyncio.gather(*(browser.post("/auth/login", json=WRONG) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [401] * HERE.burst + [429] * (20 - HERE.burst)


async def test_logging_in_often_is_nobodys_attack(harbour: Harbour) -> None:
    await harbour.registered()
    async with harbour.browser() as browser:
        for _ in range(HERE.burst + 3):
            assert (await browser.post("/auth/login", json=WRONG)).status_code == 401
            assert (await browser.post("/auth/login", json=RIGHT)).status_code == 200


async def test_many_addresses_share_the_limit_of_an_account(harbour: Harbour) -> None:
    for number in range(ACCOUNT.burst):
        await Attempts(harbour.engine, "ada@example.org", f"10.0.0.{number}").count()
    with pytest.raises(LimitedError):
        await Attempts(harbour.engine, "ADA@example.org", "10.0.1.1").count()
    await Attempts(harbour.engine, "eve@example.org", "10.0.1.1").count()


async def test_many_accounts_share_the_limit_of_an_address(harbour: Harbour) -> None:
    for number in range(ADDRESS.burst):
        await Attempts(harbour.engine, f"{number}@example.org", "10.0.0.1").count()
    with pytest.raises(LimitedError):
        await Attempts(harbour.engine, "ada@example.org", "10.0.0.1").count()
    await Attempts(harbour.engine, "ada@example.org", "10.0.0.2").count()


async def test_the_current_password_cannot_be_guessed_either(harbour: Harbour) -> None:
    await harbour.registered()
    browser = await harbour.logged_in()
    guess = {"current": "not this one", "new": "a better horse battery"}
    answers = [(await browser.post("/auth/password", json=guess)).status_code for _ in range(HERE.burst + 1)]
    assert answers == [403] * HERE.burst + [429]
    await browser.aclose()
