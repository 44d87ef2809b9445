"""The OpenAPI document of a service says what its endpoints take, give and refuse."""

from __future__ import annotations

import re

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contracts.documents import at, operations, planted, row, table
from tests.contracts.platforms import BLUEPRINTS, contracts_of, platform_of


def findings(document: dict[str, object]) -> list[str]:
    return [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]


def books(contracts: dict[str, dict[str, object]], path: str, method: str) -> dict[str, object]:
    return table(contracts["books.openapi.json"], "paths", path, method)


def parameters(operation: dict[str, object]) -> dict[str, dict[str, object]]:
    return {str(at(found, "name")): table(found) for found in row(operation, "parameters")}


def test_every_document_is_valid(any_contracts: dict[str, dict[str, object]]) -> None:
    documents = {path: document for path, document in any_contracts.items() if path.endswith(".openapi.json")}
    assert documents
    for path, document in documents.items():
        assert findings(document) == [], path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("paths", "/books", "get", "parameters", 0, "in"), "body"),
        (("paths", "/books/{book_id}", "get", "parameters", 0, "name"), "book"),
        (("paths", "/books", "post", "operationId"), "list_books"),
        (("components", "schemas", "BookResponse", "type"), "objekt"),
    ],
)
def test_the_judge_of_documents_refuses_a_planted_mistake(
    contracts: dict[str, dict[str, object]], path: tuple[str | int, ...], value: object
) -> None:
    assert findings(planted(contracts["books.openapi.json"], path, value))


def test_a_list_takes_page_parameters_and_the_filters_that_an_index_serves(
    contracts: dict[str, dict[str, object]],
) -> None:
    found = parameters(books(contracts, "/books", "get"))
    assert {"limit", "cursor", "sort", "count", "isbn", "title", "state", "published"} <= set(found)
    assert "price" not in found
    assert at(found, "limit", "schema", "maximum") == 200
    assert "-created_at" not in row(found, "sort", "schema", "enum")
    assert "-id" in row(found, "sort", "schema", "enum")
    assert not any(at(parameter, "required") for parameter in found.values())


def test_every_post_but_the_issuers_takes_an_idempotency_key_and_nothing_else_does(
    any_contracts: dict[str, dict[str, object]],
) -> None:
    for path, document in any_contracts.items():
        if path.endswith(".openapi.json"):
            for place, method, operation in operations(document):
                taken = {at(found, "name") for found in row(operation.get("parameters", []))}
                expected = method == "post" and not place.startswith("/auth/")
                assert ("Idempotency-Key" in taken) == expected, f"{method} {place}"


def test_what_changes_a_row_takes_its_etag(contracts: dict[str, dict[str, object]]) -> None:
    assert "ETag" in table(books(contracts, "/books/{book_id}", "get"), "responses", "200", "headers")
    for method in ("patch", "delete"):
        changing = books(contracts, "/books/{book_id}", method)
        assert "If-Match" in parameters(changing)
        assert "412" in table(changing, "responses")


def test_who_has_the_row_already_is_told_so(contracts: dict[str, dict[str, object]]) -> None:
    shown = books(contracts, "/books/{book_id}", "get")
    assert "If-None-Match" in parameters(shown)
    assert "content" not in table(shown, "responses", "304")


def test_what_takes_a_body_may_refuse_its_size_and_its_kind(any_contracts: dict[str, dict[str, object]]) -> None:
    for path, document in any_contracts.items():
        if path.endswith(".openapi.json"):
            for place, method, operation in operations(document):
                declared = {"413", "415"} <= set(table(operation, "responses"))
                assert declared == ("requestBody" in operation), f"{method} {place}"


def test_a_request_refuses_what_it_does_not_know_and_never_holds_what_the_server_decides(
    contracts: dict[str, dict[str, object]],
) -> None:
    created = table(contracts["books.openapi.json"], "components", "schemas", "CreateBookRequest")
    assert created["additionalProperties"] is False
    assert "lent_out" not in table(created, "properties")
    assert "secret_note" in table(created, "properties")
    assert set(map(str, row(created, "required"))) == {
        "isbn", "title", "price", "weight", "pages", "published", "extra",
    }  # fmt: skip


def test_a_change_may_leave_out_everything(contracts: dict[str, dict[str, object]]) -> None:
    changed = table(contracts["books.openapi.json"], "components", "schemas", "UpdateBookRequest")
    assert "required" not in changed
    assert not any("default" in table(member) for member in table(changed, "properties").values())


def test_a_response_is_whole_and_never_shows_what_is_only_written(contracts: dict[str, dict[str, object]]) -> None:
    shown = table(contracts["books.openapi.json"], "components", "schemas", "BookResponse")
    assert set(map(str, row(shown, "required"))) == set(table(shown, "properties"))
    assert {"id", "created_at", "updated_at", "row_version", "lent_out"} <= set(table(shown, "properties"))
    assert "secret_note" not in table(shown, "properties")


def test_every_problem_is_problem_json(any_contracts: dict[str, dict[str, object]]) -> None:
    for path, document in any_contracts.items():
        if path.endswith(".openapi.json"):
            for place, method, operation in operations(document):
                problems = {status: found for status, found in table(operation, "responses").items() if status >= "400"}
                assert {"405", "500"} <= set(problems), f"{method} {place}"
                for found in problems.values():
                    name = str(at(found, "$ref")).rsplit("/", 1)[-1]
                    content = table(document, "components", "responses", name, "content")
                    assert list(content) == ["application/problem+json"]


@pytest.mark.parametrize(
    ("path", "method", "alternatives"),
    [
        ("/books", "get", []),
        ("/books", "post", [{"person"}, {"service", "onBehalfOf"}]),
        ("/books/{book_id}/copies", "get", [{"service"}]),
    ],
)
def test_access_is_a_security_requirement(
    contracts: dict[str, dict[str, object]], path: str, method: str, alternatives: list[set[str]]
) -> None:
    operation = books(contracts, path, method)
    assert [set(table(found)) for found in row(operation, "security")] == alternatives
    assert ("401" in table(operation, "responses")) == bool(alternatives)


def test_free_text_arrives_unharmed(library: object, contracts: dict[str, dict[str, object]]) -> None:
    assert at(contracts["books.openapi.json"], "info", "description") == "What there is to read."


def test_the_issuer_documents_its_own_endpoints(contracts: dict[str, dict[str, object]]) -> None:
    paths = table(contracts["members.openapi.json"], "paths")
    derived = {(path, method) for path, item in paths.items() if path.startswith("/auth") for method in table(item)}
    assert derived == {
        ("/auth/register", "post"),
        ("/auth/login", "post"),
        ("/auth/refresh", "post"),
        ("/auth/logout", "post"),
        ("/auth/password", "post"),
        ("/auth/token", "post"),
        ("/auth/jwks.json", "get"),
        ("/auth/accounts/{id}/roles", "put"),
        ("/auth/accounts/{id}/blocked", "put"),
    }
    assert not any(path.startswith("/auth") for path in table(contracts["books.openapi.json"], "paths"))


def test_a_type_may_have_a_name_that_the_kit_uses_too() -> None:
    text = BLUEPRINTS["library"].read_text("utf-8")
    for mine, theirs in (("Shelf", "Problem"), ("Copy", "BookPage")):
        text = re.sub(rf"\b{mine}\b", theirs, text)
    document = contracts_of(platform_of(text))["books.openapi.json"]
    assert findings(document) == []
    schemas = table(document, "components", "schemas")
    assert set(table(schemas, "Problem", "properties")) == {"room", "row"}
    assert "title" in table(schemas, "Problem_", "properties")
    assert "next" in table(schemas, "BookPage_", "properties")
