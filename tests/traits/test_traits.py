"""What each trait leaves out is nowhere in what is emitted, and what it has many of is there each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from plano.cli import main as cli
from tests.traits.platforms import TRAITS, blueprint_of, emitted


def folders(name: str) -> set[str]:
    """The folders under `generated` that a platform has."""
    return {path.split("/")[1] for path in emitted(name).files if path.startswith("generated/")}


def said_of(name: str) -> set[str]:
    """What is said of a platform's blueprint, as code and subject."""
    return {f"{each.code} {each.subject}" for each in emitted(name).diagnostics}


def values(name: str) -> dict[str, str]:
    """Environment and service → the text of that values file."""
    return {
        path.removeprefix("generated/values/").removesuffix(".yaml"): text
        for path, text in emitted(name).texts(".yaml", "generated/values/").items()
    }


def own(name: str) -> str:
    """All that is emitted for a platform alone: without the kit and the chart, which all platforms have alike."""
    shared = ("generated/kit/", "generated/chart/", "generated/jenkins/")
    texts = emitted(name).texts("", "").items()
    return "\n".join(f"{path}\n{text}" for path, text in texts if not path.startswith(shared))


@pytest.mark.parametrize("name", TRAITS)
def test_a_blueprint_is_generated_and_what_was_written_is_what_is_checked(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "blueprint.yaml").write_text(blueprint_of(name), "utf-8")
    assert cli.run(["--root", str(tmp_path), "generate"]) == 0, capsys.readouterr().err
    assert cli.run(["--root", str(tmp_path), "check"]) == 0, capsys.readouterr().err
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert emitted(name).files.keys() <= written


@pytest.mark.parametrize("name", TRAITS)
def test_nothing_but_what_is_not_emitted_yet_is_said_of_a_blueprint(name: str) -> None:
    assert {each.partition(" ")[0] for each in said_of(name)} <= {"not-emitted"}


def test_a_service_without_systems_is_code_a_contract_and_an_entry_of_the_catalogue() -> None:
    assert folders("trait-one-service") == {"kit", "services", "contracts", "catalogue"}
    assert said_of("trait-one-service") == set()


def test_without_a_kafka_there_are_no_topics_users_or_settings_of_one() -> None:
    paths = emitted("trait-no-kafka").files
    assert [path for path in paths if "kafka" in path and not path.startswith("generated/kit/")] == []
    assert not any(path.startswith("generated/contracts/topics") or "asyncapi" in path for path in paths)
    assert [where for where, text in values("trait-no-kafka").items() if "kafka" in text] == []
    assert "kafka.strimzi.io" not in own("trait-no-kafka")


def test_without_a_database_there_is_no_migration_address_or_secret_of_one() -> None:
    text = own("trait-no-database")
    assert [word for word in ("DATABASE_URL", "migrating", "resource:database_", "postgres:") if word in text] == []
    assert not any("/models" in path or "/entities" in path for path in emitted("trait-no-database").files)


def test_each_front_end_is_in_the_catalogue_and_each_external_is_called_with_its_address() -> None:
    files = emitted("trait-two-pages").files
    assert {"not-emitted service visitors", "not-emitted service offices"} <= said_of("trait-two-pages")
    for page in ("visitors", "offices"):
        assert f"generated/catalogue/components/{page}.yaml" in files
    called = {where: yaml.safe_load(text)["externals"] for where, text in values("trait-two-pages").items()
              if where.endswith("/exhibits")}  # fmt: skip
    assert {where: {name: each["url"] for name, each in found.items()} for where, found in called.items()} == {
        "mock/exhibits": {
            "ticketing": "https://sandbox.ticketing.example",
            "letters": "smtp://letters.mock.example:2525",
            "climate": "http://203.0.113.40:8086",
        },
        "open/exhibits": {
            "ticketing": "https://api.ticketing.example",
            "letters": "smtps://letters.example",
            "climate": "http://203.0.113.40:8086",
        },
    }


def test_what_is_there_already_is_used_by_its_address_and_never_installed() -> None:
    text = "\n".join(emitted("trait-existing").texts(".yaml", "generated/kubernetes/").values())
    assert re.findall(r"kind: (Kafka\w*|Node|PersistentVolume)$", text, re.M) == []
    found = {where: yaml.safe_load(text) for where, text in values("trait-existing").items()}
    assert found["dock/bookings"]["kafka"]["bootstrap"] == "10.40.9.1:9092"
    assert found["sea/bookings"]["kafka"]["bootstrap"] == "10.40.0.1:9092,broker-2.ferry.example:9094"
    assert found["sea/bookings"]["database"] == {"addresses": ["10.40.1.1/32"], "port": 5432}
    assert found["sea/harbour"]["database"]["port"] == 6432


def test_forty_services_have_each_a_pipeline_and_values_in_every_environment() -> None:
    done = emitted("trait-forty-services")
    assert (len(done.platform.services), len(done.platform.hosts)) == (40, 8)
    running = [each.name for each in done.platform.services if each.kind in ("fastapi", "container")]
    assert set(values("trait-forty-services")) == {
        f"{environment}/{name}" for environment in ("draft", "trial", "live") for name in running
    }
    built = [each.name for each in done.platform.services if each.kind == "fastapi"]
    assert {path.split("/")[2] for path in done.texts("/Jenkinsfile", "generated/services/")} == set(built)
