"""The next step: help does not repeat the mistake, it shows a form that can be written."""

from __future__ import annotations

import pytest

from plano.diagnostics.model import Diagnostic, Severity
from plano.pipeline import check_text

LIBRARY = """\
blueprint: 1
platform:
  name: library
  domain: library.example
  registry: registry.example/library
  repository: https://git.example/library.git
environments: {production: {}}
hosts: {db-1: {address: 10.0.0.5, roles: [postgresql]}}
networks: {lan: [10.0.0.0/24]}
systems: {kubernetes: {existing: true}}
databases: {main: {host: db-1}}
services:
  lending:
    kind: fastapi
    database: main
    access: public
    scale: {min: 2}
    entities:
      Book:
        fields: {isbn: string(13), state: text, read_at: datetime | null}
        unique: [[isbn]]
        index: [[state]]
    expose: {Book: [list]}
    calls: []
    schedule: {count: {cron: "0 2 * * *", zone: Europe/Madrid, handler: count}}
routes:
  /api/books: {service: lending}
"""


def findings(old: str, new: str) -> list[Diagnostic]:
    """The errors after one change."""
    assert old in LIBRARY
    text = LIBRARY.replace(old, new, 1)
    return [each for each in check_text(text).diagnostics if each.severity is Severity.ERROR]


def test_the_library_is_right_as_it_is() -> None:
    assert findings("Book:", "Book:") == []


@pytest.mark.parametrize(
    ("old", "new", "code", "help"),
    [
        ("unique: [[isbn]]", "unique: [isbn]", "wrong-type", "write [[isbn]]: a list inside the list"),
        ("unique: [[isbn]]", "unique: [isbn, state]", "wrong-type",
         "write [[isbn, state]] for all of them together, [[isbn], [state]] for each by itself"),
        ("index: [[state]]", "index: state", "wrong-type", "write index: [[state]]"),
        ("calls: []", "calls: mail", "wrong-type", "write calls: [mail]"),
        ("/api/books: {service: lending}", "/api/books: lending", "wrong-type",
         "write a map, such as {service: lending}"),
        ("scale: {min: 2}", "scale: 3", "wrong-type", "write a map, such as {min: 3}"),
        ("{host: db-1}", "db-1", "wrong-type", "write a map, such as {host: db-1}"),
        ("min: 2", 'min: "2"', "wrong-type", "write 2 without quotes"),
        ("existing: true", "existing: yes", "wrong-type", "write true"),
        ("routes:\n", "  post:\nroutes:\n", "empty-value", "write a map, such as {kind: fastapi}, or remove the key"),
        ("    scale: {min: 2}", "    scale:", "empty-value", "write '{}' for the defaults, or remove the key"),
        ("    database: main", "    database:", "empty-value", "write its value, or remove the key"),
        ("blueprint: 1\n", "", "missing-key", "add 'blueprint: 1'. The version of the language."),
        ("state: text", 'state: "enum(in, out)"', "bad-type", "values are separated by '|': enum(a | b)"),
        ("datetime | null", "datetime | None", "bad-type", "write 'null'"),
        ("state: text", "state: ref(book)", "bad-type", "it begins with a capital: Book"),
        ("zone: Europe/Madrid", "zone: “Europe/Madrid”", "bad-value", "write \"…\": “ is not one of YAML's quotes"),
        ("calls: []", "calls: [lending]", "calls-cycle", "remove it: it has its own functions"),
        ("{service: lending}", "{servce: lending}", "unknown-key", "did you mean 'service'?"),
    ],
)  # fmt: skip
def test_one_mistake_has_one_answer_that_can_be_written(old: str, new: str, code: str, help: str) -> None:
    (found,) = findings(old, new)
    assert (found.code, found.help) == (code, help)


def test_a_route_by_another_plural_says_how_the_entity_gets_it() -> None:
    (found,) = findings("/api/books", "/api/bookes")
    assert found.help == "its endpoints lie under /books; write 'path: /bookes' in the entity 'Book' to name them so"


def test_an_enum_that_a_comma_ends_inside_braces_is_explained() -> None:
    found = findings("state: text", "state: enum(in, out)")[0]
    assert found.help == "write ')' at its end; inside { } and [ ] a ',' ends the value before it"


@pytest.mark.parametrize(
    ("operations", "label"),
    [
        ("{lend: {path: /loans}}", "nothing is said of 'lend'"),
        ("{lend: {path: /loans}, give: {path: /gifts}}", "nothing is said of 'lend' and of one more endpoint"),
        ("{a1: {path: /a}, b1: {path: /b}, c1: {path: /c}}", "nothing is said of 'a1' and of 2 more endpoints"),
    ],
)
def test_a_service_without_access_names_the_first_endpoint_and_counts_the_others(operations: str, label: str) -> None:
    service = f"  desk: {{kind: fastapi, operations: {operations}}}\n"
    (found,) = findings("routes:\n", f"{service}routes:\n")
    assert (found.code, found.label) == ("public-needed-without-issuer", label)


ISSUER = """\
  people:
    kind: fastapi
    database: main
    issuer: true
    entities: {Person: {fields: {email: email}, unique: [[email]], owner: id}}
"""


def test_a_second_issuer_is_not_blamed_for_its_accounts_too() -> None:
    second = "  staff: {kind: fastapi, issuer: true}\n"
    (found,) = findings("routes:\n", f"{ISSUER}{second}routes:\n  /api/auth: {{service: people}}\n")
    assert found.code == "two-issuers"


def deeper(text: str, first: str, lines: int) -> str:
    """The text with a line and those after it two columns further right."""
    start = text.index(first)
    changed = text[start:].split("\n")
    return text[:start] + "\n".join([*("  " + line for line in changed[:lines]), *changed[lines:]])


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_service_that_is_indented_too_deep_is_one_finding_at_its_name(lines: int) -> None:
    text = deeper(LIBRARY.replace("routes:\n", f"{ISSUER}routes:\n"), "  people:", lines)
    (found,) = check_text(text).diagnostics
    assert found.span is not None
    assert text.split("\n")[found.span.line - 1] == "    people:"
    assert (found.code, found.message) == ("unknown-key", "'people' stands inside 'lending'")
    assert found.help == "if it is a service of its own, indent it as 'lending' is, and its keys below it"


def test_a_key_that_is_none_and_looks_like_no_service_is_still_only_unknown() -> None:
    (found,) = findings("    scale: {min: 2}", "    lifts: {min: 2}")
    assert found.message == "'lending' has no key 'lifts'"


def test_a_key_twice_without_a_service_too_deep_is_still_found() -> None:
    (found,) = findings("    scale: {min: 2}", "    scale: {min: 2}\n    database: main")
    assert found.code == "duplicate-key"
