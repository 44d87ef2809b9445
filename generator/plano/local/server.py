"""A PostgreSQL server that you named with `--postgresql`."""

from __future__ import annotations

import os
import re
from urllib.parse import quote

import psycopg

from plano.local.databases import connected
from plano.local.errors import LocalError

_OLDEST = 15
"""The oldest major version that the language admits."""
_START = "Start it, or leave --postgresql out"
_WHO = "PLANO_POSTGRESQL_USER and PLANO_POSTGRESQL_PASSWORD say as whom to go there"


def named_url(address: str) -> str:
    """The URL of a server at HOST:PORT, as PLANO_POSTGRESQL_USER and PLANO_POSTGRESQL_PASSWORD say. LocalError."""
    if not re.fullmatch(r"[^\s/@]+:\d+", address):
        raise LocalError(f"--postgresql is HOST:PORT, not '{address}'")
    user = quote(os.environ.get("PLANO_POSTGRESQL_USER", "postgres"), safe="")
    password = quote(os.environ.get("PLANO_POSTGRESQL_PASSWORD", ""), safe="")
    return f"postgresql://{user}:{password}@{address}/postgres"


def version_at(url: str) -> str:
    """The version of the server that answers there. LocalError where it is too old or refuses us, or none answers."""
    try:
        with connected(url) as server:
            row = server.execute("SHOW server_version").fetchone()
    except LocalError as error:
        if not isinstance(error.__cause__, psycopg.OperationalError):
            raise
        refuses = "FATAL" in str(error) or "password" in str(error)
        raise LocalError(f"{error}. {_WHO if refuses else _START}") from error
    version = str(row[0]).partition(" ")[0] if row else "0"
    if int(version.partition(".")[0]) < _OLDEST:
        raise LocalError(f"that server is PostgreSQL {version}: Plano needs {_OLDEST} or newer")
    return version
