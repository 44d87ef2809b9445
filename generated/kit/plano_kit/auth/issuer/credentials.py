"""A service's name and secret as they come to `/auth/token` (RFC 6749, 2.3.1 and 4.4)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Request

from plano_kit.problems import Problem

Code = Literal["invalid_request", "invalid_client", "unsupported_grant_type"]

FORM_SCHEMA: dict[str, object] = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["grant_type"],
                "properties": {
                    "grant_type": {"type": "string", "enum": ["client_credentials"]},
                    "client_id": {"type": "string"},
                    "client_secret": {"type": "string", "format": "password"},
                },
            }
        }
    },
}
"""The body in OpenAPI's words. The name and the secret may come in HTTP Basic instead."""


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """Who a client says it is, and its proof."""

    name: str
    secret: str


class OAuthProblem(Problem):
    """A problem that also says its RFC 6749 error `code`, which OAuth clients look for under `error`."""

    def __init__(self, status: int, code: Code, detail: str) -> None:
        headers = {"WWW-Authenticate": "Basic"} if status == 401 else {}
        super().__init__(detail, status=status, headers=headers, extra={"error": code})


async def read_client_secret(request: Request) -> ClientSecret:
    """The credentials of a client-credentials request. Raises OAuthProblem for any other request."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise OAuthProblem(400, "invalid_request", "this takes a form: application/x-www-form-urlencoded")
    try:
        pairs = parse_qsl(
            (await request.body()).decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=20
        )
    except ValueError:
        raise OAuthProblem(400, "invalid_request", "the form cannot be read") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthProblem(400, "invalid_request", "a parameter comes twice")
    if "grant_type" not in form:
        raise OAuthProblem(400, "invalid_request", "grant_type is missing")
    if form["grant_type"] != "client_credentials":
        raise OAuthProblem(400, "unsupported_grant_type", "the only grant here is client_credentials")
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        if "client_secret" in form:
            raise OAuthProblem(400, "invalid_request", "the secret comes twice")
        try:
            name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise OAuthProblem(401, "invalid_client", "the client is not known, or its secret is wrong") from None
        return ClientSecret(unquote_plus(name), unquote_plus(secret))
    if scheme or "client_id" not in form or "client_secret" not in form:
        raise OAuthProblem(401, "invalid_client", "the client must say its name and its secret")
    return ClientSecret(form["client_id"], form["client_secret"])
