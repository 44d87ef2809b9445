"""What a process has to be given before it does anything: what is missing is told at once, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from plano_kit.context import AnyContext
from plano_kit.service import Service
from plano_kit.settings import SECRETS, Settings

C = TypeVar("C", bound=AnyContext)
S = TypeVar("S", bound=BaseSettings)

_DATABASE = "Give it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
_NEW_KEY = "Make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"


class UnusableSettingsError(Exception):
    """What the environment says does not fit; the text names the variables, and never a value."""


def settings_of(service: Service[C], role: str) -> Settings:
    """The settings of a process of `service`; `role` is the first word that it was told.

    Raises UnusableSettingsError with a line for each variable that is missing or does not fit: what it is, what it
    is for and what to give. A migration is asked for the owner's way into the database alone, since it is given
    no other secret.
    """
    settings, wrong = _read(Settings, "PLANO_", "a setting of the kit")
    if role != "migrate":
        wrong += _read(service.config, "PLANO_CONFIG_", f"a setting of {service.name} itself")[1]
    if settings is not None:
        wrong += _migrating(service, settings) if role == "migrate" else _running(service, settings, role)
    if settings is None or wrong:
        raise UnusableSettingsError("\n".join(wrong))
    return settings


def _read(kind: type[S], prefix: str, what: str) -> tuple[S | None, list[str]]:
    try:
        return kind(), []
    except ValidationError as error:
        told = []
        for each in error.errors(include_url=False, include_input=False, include_context=False):
            name = f"{prefix}{str((*each['loc'], '')[0]).upper()}"
            if each["type"] == "missing":
                told.append(f"{name} is not set: it is {what}. Give it, or the file {SECRETS}/{name.lower()}")
            else:
                told.append(f"{name}: {each['msg']}")
        return None, told
    except SettingsError:
        return None, [f"a {prefix}… variable that holds JSON cannot be read"]


def _migrating(service: Service[C], settings: Settings) -> Iterator[str]:
    if service.metadata is not None and not settings.owner_database_url:
        yield f"PLANO_OWNER_DATABASE_URL is not set: {service.name} has a database, to be migrated. {_DATABASE}"


def _running(service: Service[C], settings: Settings, role: str) -> Iterator[str]:
    if service.metadata is not None and not settings.database_url:
        yield f"PLANO_DATABASE_URL is not set: {service.name} has a database. {_DATABASE}"
    if service.issuer is not None:
        yield from _signing(service.name, settings.signing_keys.get_secret_value())
    elif service.trusts is not None and role in ("api", "all") and not settings.issuer_url:
        yield (
            f"PLANO_ISSUER_URL is not set: {service.name} fetches the keys there that prove tokens."
            f" Give the address of {service.trusts}, such as http://{service.trusts}:8000"
        )
    talks = (role in ("consumer", "all") and service.consumers) or (role in ("relay", "all") and service.publishes)
    if talks and not settings.kafka_bootstrap:
        yield f"PLANO_KAFKA_BOOTSTRAP is not set: {service.name} has topics in Kafka. Give a broker as HOST:PORT"


def _signing(name: str, keys: str) -> Iterator[str]:
    if not keys.strip():
        yield f"PLANO_SIGNING_KEYS is not set: {name} signs its tokens with them. {_NEW_KEY}"
        return
    from plano_kit.auth.issuer import SigningKeys

    try:
        SigningKeys.parse(keys)
    except ValueError as error:  # it names the variable, and never holds a key's text
        yield str(error)
