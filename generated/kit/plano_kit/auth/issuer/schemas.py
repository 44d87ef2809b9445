"""What the issuer's endpoints take and give."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano_kit.auth.issuer.passwords import GivenPassword, Password
from plano_kit.types import Model, Request, Text

BEARER: Literal["Bearer"] = "Bearer"


class Registration(Request):
    """What every account begins with. The generated service's register request adds its account's fields."""

    password: Password


class LoginRequest(Request):
    """An e-mail, in any case, and the password."""

    email: Annotated[Text, Field(max_length=320)]
    password: GivenPassword


class PasswordRequest(Request):
    """The password that holds and the one that shall."""

    current: GivenPassword
    new: Password


class RolesRequest(Request):
    """All roles that the account shall have."""

    roles: Annotated[list[Text], Field(max_length=100)]


class BlockedRequest(Request):
    """Whether the account shall be kept out."""

    blocked: bool


class TokenResponse(Model):
    """An access token (RFC 6749, 5.1); `expires_in` in seconds."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
