"""Which settings a process has to be given before it does anything: those that its role uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.conftest import Database

ROOT = Path(__file__).parents[3]


def told(openapi: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The library with a secret setting, as a process that is given these variables and no other of Plano's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PLANO_")}
    return subprocess.run(
        [sys.executable, "-m", "tests.kit.http.locked", *arguments],
        env={**others, "LIBRARY_OPENAPI": str(openapi), **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_migration_needs_no_secret_but_the_owners_way_into_the_database(database: Database, openapi: Path) -> None:
    done = told(openapi, "migrate", PLANO_OWNER_DATABASE_URL=database.owner_url)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_migration_without_that_way_is_told_which_variable_is_missing(openapi: Path) -> None:
    done = told(openapi, "migrate", PLANO_CONFIG_VAULT_KEY="k")
    assert done.returncode == 2
    assert "PLANO_OWNER_DATABASE_URL is not set" in done.stderr


@pytest.mark.parametrize("role", ["api", "consumer", "relay", "all", "job tidy", "seed"])
def test_every_other_role_names_the_setting_that_it_lacks_and_does_nothing(
    role: str, database: Database, openapi: Path
) -> None:
    done = told(openapi, *role.split(" "), PLANO_DATABASE_URL=database.url)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "PLANO_CONFIG_VAULT_KEY: Field required\n"


def test_a_job_that_is_given_its_setting_runs(database: Database, openapi: Path) -> None:
    done = told(openapi, "job", "tidy", PLANO_DATABASE_URL=database.url, PLANO_CONFIG_VAULT_KEY="k")
    assert done.returncode == 0, done.stderr
