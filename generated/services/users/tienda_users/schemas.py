"""What operations take and give."""

from typing import Annotated

from pydantic import Field

from plano_kit.auth.issuer.schemas import Registration
from plano_kit.partial import NotNull
from plano_kit.types import Email, Request, Text


class RegisterRequest(Registration):
    """What a new account begins with."""

    email: Email
    full_name: Annotated[Text, Field(max_length=120)]


class UpdateUserRequest(Request):
    email: Annotated[Email | None, NotNull] = None
    full_name: Annotated[Annotated[Text, Field(max_length=120)] | None, NotNull] = None
