"""Which settings a process has to be given before it does anything: those that its role uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.conftest import Database

ROOT = Path(__file__).parents[3]


NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


def told(
    openapi: Path, *arguments: str, module: str = "tests.kit.http.locked", **variables: str
) -> subprocess.CompletedProcess[str]:
    """The library with a secret setting, as a process that is given these variables and no other of Plano's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PLANO_")}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
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
    done = told(openapi, *role.split(" "), PLANO_DATABASE_URL=database.url, PLANO_ISSUER_URL="http://users:8000")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "PLANO_CONFIG_VAULT_KEY is not set: it is a setting of library itself."
        " Give it, or the file /run/secrets/plano/plano_config_vault_key\n"
    )


def test_all_that_is_missing_is_told_at_once_a_line_each(openapi: Path) -> None:
    done = told(openapi, "api")
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "PLANO_CONFIG_VAULT_KEY is not set",
        "PLANO_DATABASE_URL is not set",
        "PLANO_ISSUER_URL is not set",
    ]


def test_an_issuer_without_signing_keys_says_what_they_are_for_and_how_one_is_made(openapi: Path) -> None:
    done = told(openapi, "api", LIBRARY_ISSUES="yes", PLANO_CONFIG_VAULT_KEY="k", PLANO_DATABASE_URL=NOWHERE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "PLANO_SIGNING_KEYS is not set: library signs its tokens with them."
        " Make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256\n"
    )


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("not a key", "PLANO_SIGNING_KEYS holds no private key: openssl"),
        (
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
            "PLANO_SIGNING_KEYS: key 1 cannot be read as an unencrypted PEM",
        ),
    ],
)
def test_signing_keys_that_are_none_are_told_in_one_line_without_a_word_of_them(
    keys: str, said: str, openapi: Path
) -> None:
    done = told(
        openapi,
        "api",
        LIBRARY_ISSUES="yes",
        PLANO_CONFIG_VAULT_KEY="k",
        PLANO_DATABASE_URL=NOWHERE,
        PLANO_SIGNING_KEYS=keys,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    assert "c2VjcmV0" not in done.stderr


def test_a_migration_of_an_issuer_is_asked_for_no_signing_keys(openapi: Path) -> None:
    done = told(openapi, "migrate", LIBRARY_ISSUES="yes")
    assert done.returncode == 2
    assert done.stderr.startswith("PLANO_OWNER_DATABASE_URL is not set: ")
    assert done.stderr.count("\n") == 1


def test_a_consumer_without_a_broker_says_what_to_give(openapi: Path) -> None:
    lacking = {"PLANO_DATABASE_URL": NOWHERE, "PLANO_KAFKA_BOOTSTRAP": "", "STATION_TOPIC": "trains.moved"}
    done = told(openapi, module="tests.kit.messaging", **lacking)
    assert done.returncode == 2
    assert done.stderr == "PLANO_KAFKA_BOOTSTRAP is not set: station has topics in Kafka. Give a broker as HOST:PORT\n"


def test_a_job_that_is_given_its_setting_runs(database: Database, openapi: Path) -> None:
    done = told(openapi, "job", "tidy", PLANO_DATABASE_URL=database.url, PLANO_CONFIG_VAULT_KEY="k")
    assert done.returncode == 0, done.stderr
