"""The platform running on this machine, for development: real parts, no containers."""

from __future__ import annotations

from importlib.util import find_spec

import click

_NEEDED = ("aiosmtpd", "alembic", "asyncpg", "confluent_kafka", "cryptography", "httpx", "psutil", "psycopg")

if missing := [name for name in _NEEDED if find_spec(name) is None]:
    raise click.ClickException(f"this needs {', '.join(missing)}, which is not here: pip install 'plano[local]'")
