"""A values file says what the blueprint says of one service in one environment, and no more."""

from __future__ import annotations

import json

import yaml

from tests.delivery.chart.platforms import DEPOTS, files, platform_of, reference, tree, values_of


def test_the_values_of_a_service_read_like_its_blueprint() -> None:
    assert values_of(reference(), "production", "orders") == {
        "platform": "tienda",
        "environment": "production",
        "service": "orders",
        "kind": "fastapi",
        "image": {"repository": "registry.tienda.example/tienda/orders"},
        "resources": {"cpu": "100m", "memory": "256Mi"},
        "scale": {"min": 2, "max": 6, "cpu_target": 70},
        "consumers": {"min": 1, "max": 3},
        "relay": {"replicas": 2},
        "database": {"addresses": ["10.17.3.14/32"], "port": 5432},
        "kafka": {
            "bootstrap": "kafka-kafka-bootstrap:9093",
            "cluster": "kafka",
            "port": 9093,
            "user": "orders",
            "secret": "kafka-user-orders",
        },
        "calls": {"catalog": {"url": "http://catalog:8000", "port": 8000}},
        "issuer": {"service": "users", "url": "http://users:8000", "port": 8000},
        "entrance": {"through": "proxy", "host": "tienda.example"},
        "routes": {"/api/orders": {"to": "/orders"}},
        "metrics": True,
        "secrets": {
            "running": ["PLANO_CLIENT_SECRET", "PLANO_DATABASE_URL"],
            "migrating": ["PLANO_OWNER_DATABASE_URL"],
        },
    }


def test_the_values_of_a_container_name_its_image_port_and_health() -> None:
    values = values_of(platform_of(DEPOTS), "live", "sorter")
    assert values["image"] == {"repository": "registry.other.example:5000/team/sorter", "tag": "2.1"}
    assert (values["port"], values["health"]) == (8443, "/healthz")
    assert values["calls"] == {"tally": {"url": "http://tally:8000", "port": 8000}}
    assert values["secrets"] == {
        "running": ["PLANO_DATABASE_URL", "PLANO_CONFIG_TOKEN"],
        "messaging": ["PLANO_KAFKA_PASSWORD", "PLANO_KAFKA_USER"],
    }
    assert "consumers" not in values
    assert "relay" not in values


def test_environments_differ_only_where_the_blueprint_says() -> None:
    platform = platform_of(DEPOTS)
    trial, live = values_of(platform, "trial", "depots"), values_of(platform, "live", "depots")
    same = {"environment", "scale", "config", "entrance", "kafka"}
    assert {key for key in trial if trial[key] != live[key]} <= same
    assert trial["entrance"] == {"through": "gateway", "host": "trial.haul.example"}
    assert trial["config"] == {"greeting": "trial $(HOME) $$5", "loud": "true"}


def test_a_secret_setting_is_named_and_its_value_is_nowhere() -> None:
    values = values_of(platform_of(DEPOTS), "live", "depots")
    secrets = tree(values["secrets"])
    assert "PLANO_CONFIG_CARRIER_KEY" in str(secrets["running"])
    assert secrets["migrating"] == ["PLANO_OWNER_DATABASE_URL"]
    assert "carrier_key" not in str(values["config"])


def test_externals_and_front_ends_have_no_values_file() -> None:
    paths = {path for path in files(reference()) if path.startswith("generated/values/production/")}
    named = {path.rsplit("/", 1)[1].removesuffix(".yaml") for path in paths}
    assert named == {"users", "catalog", "orders", "payments", "notifications"}


def test_without_kubernetes_there_is_no_chart() -> None:
    text = json.dumps({**yaml.safe_load(DEPOTS), "systems": {"kafka": {"bootstrap": ["10.8.0.5:9092"]}}})
    one = {**json.loads(text), "environments": {"live": {}}}
    one["services"]["sorter"].pop("volumes")
    assert files(platform_of(json.dumps(one))) == {}


def test_the_chart_is_the_same_for_every_platform() -> None:
    ours, theirs = files(reference()), files(platform_of(DEPOTS))
    charts = [{path: text for path, text in each.items() if "/chart/" in path} for each in (ours, theirs)]
    assert charts[0] == charts[1]
    assert "generated/chart/Chart.yaml" in charts[0]
    text = b"".join(charts[0].values()).decode()
    assert not [
        word for word in ("tienda", "haul", "catalog", "orders", "payments", "depot", "parcel") if word in text.lower()
    ]


def test_the_same_blueprint_gives_the_same_bytes() -> None:
    assert files(reference()) == files(reference())


def test_the_issuer_alone_holds_the_signing_keys_and_is_asked_by_everybody_else() -> None:
    platform = reference()
    users = values_of(platform, "production", "users")
    assert users["secrets"] == {
        "running": ["PLANO_CLIENTS", "PLANO_CLIENT_SECRET", "PLANO_DATABASE_URL", "PLANO_SIGNING_KEYS"],
        "migrating": ["PLANO_OWNER_DATABASE_URL"],
    }
    assert users["callers"] == ["catalog", "notifications", "orders", "payments"]
    assert "issuer" not in users
    for service in ("catalog", "notifications", "orders", "payments"):
        assert "PLANO_SIGNING_KEYS" not in str(values_of(platform, "production", service))
