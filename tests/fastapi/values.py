"""For each field type texts of JSON that it takes, as it then writes them, and texts that it refuses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`taken` has what is read and what is then written, None where that is the same."""

    kind: str
    taken: tuple[tuple[str, str | None], ...]
    refused: tuple[str, ...]


def same(*texts: str) -> tuple[tuple[str, None], ...]:
    return tuple((text, None) for text in texts)


CASES = (
    Case("uuid", same('"0190a6f0-0000-7000-8000-000000000000"'), ('"x"', "1")),
    Case("string", same('""', '"ñ \\" \\\\ 😀"'), ("1", "true", '"a\\u0000"')),
    Case("string(3)", same('"abc"', '"😀😀😀"'), ('"abcd"', "3")),
    Case("text", same('"a\\nb"'), ("1", "[]")),
    Case("int", same("0", "-2147483648", "2147483647"), ("2147483648", '"1"', "1.5", "true")),
    Case("bigint", same('"-9223372036854775808"', '"9223372036854775807"'), ('"9223372036854775808"', '"x"', "true")),
    Case("float", same("1.5", "-1e+300"), ('"1.5"', "true", "NaN")),
    Case(
        "decimal(5.2)",
        (*same('"3.00"', '"-999.99"'), ('"3"', '"3.00"'), ('"0.5"', '"0.50"')),
        ('"1000"', '"0.001"', "3", '"NaN"', '"1e1"', '"Infinity"'),
    ),
    Case("decimal(2.2)", same('"0.25"'), ('"1.00"',)),
    Case("bool", same("true", "false"), ("1", '"true"')),
    Case("date", same('"2024-02-29"'), ('"2023-02-29"', "0", '"1577836800"', '"tomorrow"')),
    Case(
        "time",
        (*same('"08:30:00"', '"23:59:59.999999"'), ('"08:30"', '"08:30:00"')),
        ('"25:00:00"', '"08:30:00Z"', "0"),
    ),
    Case(
        "datetime",
        (
            ('"2024-02-29T08:30:00Z"', '"2024-02-29T08:30:00.000000Z"'),
            ('"2024-02-29T08:30:00.123456+02:00"', '"2024-02-29T06:30:00.123456Z"'),
        ),
        ('"2024-02-29T08:30:00"', "0", '"1577836800"', '"now"'),
    ),
    Case(
        "duration",
        (*same('"P1DT12H"', '"PT0S"', '"P400DT0.5S"'), ('"PT90.5S"', '"PT1M30.5S"')),
        ('"1 day"', "5", '"P"', '"PT"'),
    ),
    Case("email", (*same('"a@b.example"'), ('"A.B@C.example"', '"a.b@c.example"')), ('"a"', '"a b@c.example"', "1")),
    Case("url", same('"https://a.example/x?y=%20#z"'), ('"ftp://a.example"', '"https://a b"', "1")),
    Case("json", same('{"a": [1, null, "x", {"b": true}]}', "[]", "1.5", '"x"'), ()),
    Case("enum(a | b)", same('"a"'), ('"c"', "1")),
    Case("list(decimal(5.2))", same('["1.00"]', "[]"), ("{}", "[1]")),
    Case("map(bigint)", same('{"ñ": "5"}', "{}"), ("[]", '{"a": true}')),
    Case("Pair", same('{"left": 1, "right": null}'), ("{}", '{"left": "x"}', "[]")),
    Case("list(json)", same("[1, {}]"), ("[null]",)),
    Case("list(map(Pair))", same('[{"a": {"left": 1, "right": "r"}}]'), ('[{"a": {}}]',)),
)
