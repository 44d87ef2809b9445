"""The library with a secret setting of its own, as a process: `python -m tests.kit.http.locked api`.

Where `LIBRARY_ISSUES` is set, it is the issuer besides.
"""

import os
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from plano_kit.entrypoints import run
from plano_kit.settings import Config
from tests.kit.auth.harbour import DEFINITION
from tests.kit.http.library import library


class Locked(Config):
    """A setting without a default: a process that reads it has to be given it."""

    vault_key: SecretStr


if __name__ == "__main__":
    issuer = DEFINITION if "LIBRARY_ISSUES" in os.environ else None
    raise SystemExit(run(replace(library(Path(os.environ["LIBRARY_OPENAPI"])), config=Locked, issuer=issuer)))
