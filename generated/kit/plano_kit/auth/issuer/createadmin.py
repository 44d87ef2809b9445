"""`job create-admin EMAIL [FIELD=VALUE…]`: the first admin, or one more."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Sequence

from pydantic import SecretStr, TypeAdapter, ValidationError

from plano_kit.auth.issuer.accounts import ADMIN, normal_email
from plano_kit.auth.issuer.issuing import Issuing
from plano_kit.auth.issuer.passwords import Password
from plano_kit.auth.issuer.schemas import Registration
from plano_kit.problems import Problem
from plano_kit.service import Issuer

CHOSEN_IN = "PLANO_ADMIN_PASSWORD"

_PASSWORD = TypeAdapter[SecretStr](Password)


class UnusableError(Exception):
    """What was given does not make an account; the text is one line for the person who gave it."""


async def create_admin(issuing: Issuing, definition: Issuer, arguments: Sequence[str]) -> int:
    """Give the account of that e-mail the role admin, making the account where there is none.

    A new account takes the password of `PLANO_ADMIN_PASSWORD`, else a random one that is printed, once. What else its
    entity requires is given as `FIELD=VALUE`, or asked for where a person sits at a terminal. An account that exists
    keeps its password and its other roles. Gives the exit code: 0, 1 where it could not be done, 2 for wrong usage;
    the result stands on stdout and what is wrong in one line on stderr.
    """
    try:
        email, given = _read(arguments)
        sys.stdout.write(await _make(issuing, definition, email, given) + "\n")
    except UnusableError as unusable:
        sys.stderr.write(f"create-admin: {unusable}\n")
        return 2
    except Problem as problem:
        sys.stderr.write(f"create-admin: {problem.detail}\n")
        return 1
    return 0


async def _make(issuing: Issuing, definition: Issuer, email: str, given: dict[str, str]) -> str:
    account = await issuing.account(email)
    if account is not None and account.password is not None:
        if ADMIN not in account.roles:
            await issuing.set_roles(account.id, account.roles | {ADMIN})
        return f"{email} is admin, with the password that it had"
    password, told = _password()
    if account is not None:
        await issuing.give_credential(account.id, password, frozenset({ADMIN}))
    else:
        request = _request(definition, email, password, given)
        await issuing.register(request, frozenset({ADMIN}))
    return f"{email} is admin, {told}"


def _read(arguments: Sequence[str]) -> tuple[str, dict[str, str]]:
    if not arguments:
        raise UnusableError("whose e-mail? create-admin EMAIL [FIELD=VALUE…]")
    email = normal_email(arguments[0])
    if email is None:
        raise UnusableError(f"{arguments[0]!r} is not an e-mail address")
    given: dict[str, str] = {}
    for argument in arguments[1:]:
        name, equals, value = argument.partition("=")
        if not equals:
            raise UnusableError(f"{argument!r} is not FIELD=VALUE")
        given[name] = value
    return email, given


def _password() -> tuple[SecretStr, str]:
    chosen = os.environ.get(CHOSEN_IN)
    if chosen is None:
        made = secrets.token_urlsafe(15)
        return SecretStr(made), f"with the password {made}"
    try:
        return _PASSWORD.validate_python(chosen), f"with the password of {CHOSEN_IN}"
    except ValidationError as error:
        raise UnusableError(f"{CHOSEN_IN}: {_first(error)}") from None


def _request(definition: Issuer, email: str, password: SecretStr, given: dict[str, str]) -> Registration:
    fields = definition.register.model_fields
    if unknown := [name for name in given if name not in fields or name in ("password", definition.email)]:
        raise UnusableError(f"an account has no field {unknown[0]!r} to give here")
    fixed = ("password", definition.email)
    missing = [name for name, field in fields.items() if field.is_required() and name not in (*fixed, *given)]
    if missing and sys.stdin.isatty():
        given = given | {name: input(f"{name.replace('_', ' ')}: ") for name in missing}
    elif missing:
        values = " ".join(f"{name}=…" for name in missing)
        raise UnusableError(f"an account also needs {', '.join(missing)}: create-admin {email} {values}")
    written = {**given, "password": password.get_secret_value(), definition.email: email}
    try:
        return definition.register.model_validate_strings(written)
    except ValidationError as error:
        raise UnusableError(_first(error)) from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]
