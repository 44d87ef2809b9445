"""What differs between one place and another: read from `PLANO_…` variables, or files of that name in lower case."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = Path("/run/secrets/plano")
_SECRETS_DIR = SECRETS if SECRETS.is_dir() else None


class Settings(BaseSettings):
    """Times are seconds. What a service does not use may stay empty."""

    model_config = SettingsConfigDict(env_prefix="PLANO_", secrets_dir=_SECRETS_DIR, extra="ignore")

    environment: str = "local"
    host: str = "127.0.0.1"
    port: int = 8000
    management_port: int = 9000
    log_level: str = "INFO"

    database_url: str = ""
    owner_database_url: str = ""
    pool_size: int = 5
    pool_timeout: float = 5.0
    statement_timeout: float = 10.0
    lock_timeout: float = 3.0

    kafka_bootstrap: str = ""
    kafka_security: Literal["plaintext", "ssl", "sasl_ssl"] = "plaintext"
    kafka_ca: str = ""
    kafka_cert: str = ""
    kafka_key: str = ""
    kafka_user: str = ""
    kafka_password: str = ""
    session_timeout: float = 30.0
    max_poll_interval: float = 300.0
    relay_poll: float = 1.0

    issuer_url: str = ""
    client_secret: SecretStr = SecretStr("")
    signing_keys: SecretStr = SecretStr("")
    clients: dict[str, str] = {}
    cookie_secure: bool = True

    shutdown_seconds: float = 25.0
    inbox_days: float = 30.0
    idempotency_days: float = 1.0

    def url_of(self, name: str) -> str:
        """The base URL of a service or an external, `PLANO_URL_<NAME>`. Raises ValueError where it is not set."""
        if found := _named("URL", name):
            return found
        raise ValueError(f"PLANO_URL_{_upper(name)} is not set: this service calls {name}")

    def user_of(self, name: str) -> str | None:
        """`PLANO_USER_<NAME>`, None where it is not set."""
        return _named("USER", name)

    def password_of(self, name: str) -> SecretStr | None:
        """`PLANO_PASSWORD_<NAME>`, None where it is not set."""
        found = _named("PASSWORD", name)
        return None if found is None else SecretStr(found)


class Config(BaseSettings):
    """A service's own settings, from `PLANO_CONFIG_<NAME>`; generated code adds the fields."""

    model_config = SettingsConfigDict(env_prefix="PLANO_CONFIG_", secrets_dir=_SECRETS_DIR, extra="ignore")


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")


def _named(what: str, name: str) -> str | None:
    variable = f"PLANO_{what}_{_upper(name)}"
    if variable in os.environ:
        return os.environ[variable]
    file = SECRETS / variable.lower()
    return file.read_text().strip() if file.is_file() else None
