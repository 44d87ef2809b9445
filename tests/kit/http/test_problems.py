"""Every error is a problem that says what is wrong, and a bug tells nothing but its trace."""

import json
import re
from uuid import uuid4

import httpx
import pytest

from plano_kit.http.edge import MAX_BODY
from tests.kit.sample.stand import PARCEL, Stand, packed

JSON = {"Content-Type": "application/json"}


def problem(answer: httpx.Response, status: int) -> dict[str, object]:
    """The problem's members, once its form is checked (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, object] = answer.json()
    assert body["status"] == status
    assert isinstance(body["title"], str)
    assert isinstance(body["type"], str)
    return body


async def test_an_unknown_path_is_a_404(stand: Stand) -> None:
    for path in ("/", "/nothing", "/parcels/", f"/parcels/{uuid4()}/", "/docs"):
        problem(await stand.person().get(path), 404)


async def test_an_unknown_method_is_a_405_that_names_the_known_ones(stand: Stand) -> None:
    ada = stand.person()
    for method, path, allowed in (
        ("PUT", "/parcels", {"GET", "POST"}),
        ("POST", f"/parcels/{uuid4()}", {"GET", "PATCH", "DELETE"}),
        ("TRACE", "/echo", {"POST"}),
        ("WEIRD", "/echo", {"POST"}),
    ):
        answer = await ada.request(method, path)
        problem(answer, 405)
        assert {each.strip() for each in answer.headers["Allow"].split(",")} == allowed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b"\xff\xfe",
        b'{"words": "\xff"}',
        b"[" * 100_000,
        b'{"number": ' + b"9" * 5000 + b"}",
        b"[]",
        b"null",
        b'"text"',
        b'{"nothing": 1}',
        b'{"\\ud800": 1}',
        b'{"number": NaN}',
        b'{"real": NaN}',
        b'{"real": Infinity}',
        b'{"real": -Infinity}',
        b'{"real": 1e999}',
        b'{"any": NaN}',
        b'{"any": [{"deep": Infinity}]}',
        b'{"number": 2147483648}',
        b'{"number": -2147483649}',
        b'{"number": 1.5}',
        b'{"number": "1"}',
        b'{"number": true}',
        b'{"big": "9223372036854775808"}',
        b'{"big": "1_000"}',
        b'{"big": " 1"}',
        b'{"price": "NaN"}',
        b'{"price": "1.001"}',
        b'{"price": "1e3"}',
        b'{"price": "10000000000"}',
        b'{"price": 1.5}',
        b'{"words": "a\\u0000b"}',
        b'{"words": "\\ud83d"}',
        b'{"any": {"a\\u0000": 1}}',
        b'{"any": ["\\udc00"]}',
        b'{"yes": 1}',
        b'{"day": 5}',
        b'{"day": "2030-02-30"}',
        b'{"at": "2030-01-01T00:00:00"}',
        b'{"at": 1700000000}',
        b'{"at": "0001-01-01T00:00:00+14:00"}',
        b'{"span": 5}',
        b'{"mail": "nobody"}',
        b'{"mail": "a@b\\u0000.c"}',
        b'{"link": "javascript:alert(1)"}',
    ],
)
async def test_a_body_that_does_not_fit_is_a_422(stand: Stand, body: bytes) -> None:
    answer = await stand.browser().post("/echo", content=body, headers=JSON)
    problem(answer, 422)
    json.dumps(answer.json(), allow_nan=False).encode()


async def test_each_type_comes_back_in_its_one_form(stand: Stand) -> None:
    sent = {
        "words": "\U0001f600 \u202eمرحبا",
        "number": 3.0,
        "big": "9223372036854775807",
        "real": 1,
        "price": "3",
        "yes": True,
        "day": "2030-12-31",
        "at": "2030-01-01T02:00:00+02:00",
        "span": "P1DT2H",
        "mail": "Ada@Example.ORG",
        "link": "https://example.org/a?b=c",
        "any": {"a": [1, None, "x"]},
    }
    answer = await stand.browser().post("/echo", json=sent)
    assert answer.status_code == 200, answer.text
    assert answer.json() == sent | {
        "number": 3,
        "real": 1.0,
        "price": "3.00",
        "at": "2030-01-01T00:00:00.000000Z",
        "mail": "ada@example.org",
    }


async def test_another_content_type_is_refused(stand: Stand) -> None:
    ada = stand.person()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = await ada.post("/parcels", content=json.dumps(PARCEL), headers={"Content-Type": kind})
        problem(answer, 422)
    assert await stand.count("parcel") == 0


async def test_a_body_that_is_too_large_is_a_413(stand: Stand) -> None:
    words = json.dumps({"words": "x" * MAX_BODY}).encode()
    problem(await stand.browser().post("/echo", content=words, headers=JSON), 413)

    async def in_pieces():  # type: ignore[no-untyped-def]
        for start in range(0, len(words), 65536):
            yield words[start : start + 65536]

    problem(await stand.browser().post("/echo", content=in_pieces(), headers=JSON), 413)
    assert (await stand.browser().post("/echo", json={"words": "x" * 1000})).status_code == 200


async def test_a_bug_tells_its_trace_id_and_nothing_else(stand: Stand) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    for how in ("bug", "sql"):
        headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
        answer = await stand.browser().post("/fail", json={"how": how}, headers=headers)
        body = problem(answer, 500)
        assert body["trace_id"] == trace
        assert set(body) == {"type", "title", "status", "detail", "trace_id"}
        assert "hunter2" not in answer.text
        assert "nonsense" not in answer.text
        assert answer.headers["traceparent"].split("-")[1] == trace


@pytest.mark.parametrize("told", ["", "nonsense", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "ff-" + "a" * 32])
async def test_a_malformed_traceparent_begins_a_new_trace(stand: Stand, told: str) -> None:
    answer = await stand.browser().post("/fail", json={"how": "bug"}, headers={"traceparent": told})
    assert re.fullmatch("[0-9a-f]{32}", str(problem(answer, 500)["trace_id"]))


async def test_a_statement_that_takes_too_long_is_a_503(stand: Stand) -> None:
    answer = await stand.browser().post("/fail", json={"how": "slow"})
    problem(answer, 503)
    assert int(answer.headers["Retry-After"]) >= 1


async def test_a_value_that_a_check_forbids_is_a_422(stand: Stand) -> None:
    await packed(stand.person())
    problem(await stand.browser().post("/fail", json={"how": "status"}), 422)


async def test_problems_of_a_request_name_the_member_and_never_its_value(stand: Stand) -> None:
    answer = await stand.person().post("/parcels", json={**PARCEL, "weight": "hunter2"})
    errors = problem(answer, 422)["errors"]
    assert isinstance(errors, list)
    assert errors[0]["location"] == ["body", "weight"]
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("id", ["1", "nonsense", "%00", "0" * 32 + "x"])
async def test_an_id_that_is_none_is_a_422(stand: Stand, id: str) -> None:
    problem(await stand.person().get(f"/parcels/{id}"), 422)
