"""What runs: images, replicas, migrations, jobs, and what each process is told."""

from __future__ import annotations

import re

import helm_python
import pytest

from plano_kit.settings import Settings
from tests.delivery.chart.platforms import DIGEST, Helm, Tree, at, named, of_kind, pods, rows, tree

WAVE = "argocd.argoproj.io/sync-wave"


def _image(found: Tree) -> object:
    return at(found, "spec", "template", "spec", "containers", 0, "image")


def _told(found: Tree) -> dict[str, object]:
    """Variable → its value, or the secret's name and key, of the first container."""
    env = rows(at(found, "spec", "template", "spec", "containers", 0, "env"))
    return {str(each["name"]): each.get("value", at(each, "valueFrom", "secretKeyRef")) for each in env}


def test_an_image_runs_by_its_digest_or_else_by_its_tag_and_never_without_either(depots: Helm) -> None:
    values = depots.values["live", "depots"]
    repository = "registry.haul.example/depots"

    def run(**image: str) -> object:
        objects = depots.rendered({**values, "image": {"repository": repository, **image}}, "depots", "haul-live")
        return _image(named(objects, "Deployment", "depots-api"))

    assert run(digest=DIGEST, tag="7") == f"{repository}@{DIGEST}"
    assert run(tag="7") == f"{repository}:7"
    with pytest.raises(helm_python.HelmError, match="there is no image to run"):
        run()


def test_the_chart_without_a_services_values_is_refused(depots: Helm) -> None:
    with pytest.raises(helm_python.HelmError, match="platform is not set: give the values of a service"):
        depots.rendered({"image": {"repository": "x", "tag": "1"}}, "x", "y")


def test_each_process_has_its_own_deployment_and_a_container_is_one_process(shop: Helm, depots: Helm) -> None:
    def names(helm: Helm, environment: str, service: str) -> list[object]:
        return [at(each, "metadata", "name") for each in of_kind(helm.objects(environment, service), "Deployment")]

    assert names(shop, "production", "orders") == ["orders-api", "orders-consumer", "orders-relay"]
    assert names(shop, "production", "notifications") == ["notifications-api", "notifications-consumer"]
    assert names(shop, "production", "catalog") == ["catalog-api"]
    assert names(depots, "live", "sorter") == ["sorter-api"]
    api = named(shop.objects("production", "orders"), "Deployment", "orders-api")
    assert at(api, "spec", "template", "spec", "containers", 0, "args") == ["api"]
    sorter = named(depots.objects("live", "sorter"), "Deployment", "sorter-api")
    assert at(sorter, "spec", "template", "spec", "containers", 0, "args") is None


def test_the_autoscaler_decides_where_there_is_a_range_and_else_the_number_is_fixed(shop: Helm) -> None:
    objects = shop.objects("production", "orders")
    scaler = named(objects, "HorizontalPodAutoscaler", "orders-api")
    assert (at(scaler, "spec", "minReplicas"), at(scaler, "spec", "maxReplicas")) == (2, 6)
    assert at(scaler, "spec", "metrics", 0, "resource", "target", "averageUtilization") == 70
    assert at(named(objects, "Deployment", "orders-api"), "spec", "replicas") is None
    catalog = shop.objects("staging", "catalog")
    assert at(named(catalog, "Deployment", "catalog-api"), "spec", "replicas") == 1
    assert of_kind(catalog, "HorizontalPodAutoscaler", "PodDisruptionBudget") == []
    assert len(of_kind(shop.objects("production", "catalog"), "PodDisruptionBudget")) == 1


def test_a_migration_comes_after_its_account_and_policy_and_before_everything_else(any_helm: Helm) -> None:
    for environment in any_helm.platform.environments:
        objects = any_helm.environment(environment.name)
        waves: dict[str, set[int]] = {}
        for each in objects:
            waves.setdefault(str(each["kind"]), set()).add(int(str(at(each, "metadata", "annotations", WAVE) or 0)))
        early = {kind: found for kind, found in waves.items() if found != {0}}
        assert early == {"Job": {-1}, "NetworkPolicy": {-2}, "ServiceAccount": {-2}}
        for job in of_kind(objects, "Job"):
            annotations = tree(at(job, "metadata", "annotations"))
            assert annotations["argocd.argoproj.io/hook"] == "Sync"
            assert annotations["argocd.argoproj.io/hook-delete-policy"] == "BeforeHookCreation"
            name = at(job, "metadata", "name")
            assert named(objects, "ServiceAccount", str(name))
            assert named(objects, "NetworkPolicy", str(name))
            assert at(job, "spec", "template", "spec", "containers", 0, "args") == ["migrate"]


def test_a_migration_is_given_no_secret_setting_of_its_service_and_every_other_process_is(depots: Helm) -> None:
    objects = depots.objects("live", "depots")
    holders = {
        owner
        for owner, pod in pods(objects)
        for each in rows(at(pod, "spec", "containers", 0, "env"))
        if each["name"] == "PLANO_CONFIG_CARRIER_KEY"
    }
    assert holders == {owner for owner, _ in pods(objects)} - {"Job depots-migrate"}


def test_jobs_run_by_the_clock_and_old_rows_go_once_a_day(depots: Helm) -> None:
    objects = depots.objects("live", "depots")
    sweep = tree(named(objects, "CronJob", "depots-sweep")["spec"])
    assert (sweep["schedule"], sweep["timeZone"], sweep["concurrencyPolicy"]) == (
        "*/5 * * * *", "Europe/Madrid", "Replace",
    )  # fmt: skip
    container = at(sweep, "jobTemplate", "spec", "template", "spec", "containers", 0)
    assert at(container, "args") == ["job", "sweep"]
    prune = named(objects, "CronJob", "depots-prune")
    path = ("spec", "jobTemplate", "spec", "template", "spec", "containers", 0, "args")
    assert at(prune, *path) == ["job", "prune"]
    assert of_kind(depots.objects("live", "tally"), "CronJob", "Job") == []


def test_a_process_has_longer_to_stop_than_it_takes_and_its_probes_differ(any_helm: Helm) -> None:
    for environment in any_helm.platform.environments:
        for found in of_kind(any_helm.environment(environment.name), "Deployment"):
            spec = tree(at(found, "spec", "template", "spec"))
            container = rows(spec["containers"])[0]
            pause = at(container, "lifecycle", "preStop", "sleep", "seconds") or 0
            drain = int(str(_told(found).get("PLANO_SHUTDOWN_SECONDS", 0)))
            assert int(str(spec["terminationGracePeriodSeconds"])) > int(str(pause)) + drain
            probes = [container[each] for each in ("startupProbe", "livenessProbe", "readinessProbe")]
            assert all(probes.count(each) == 1 for each in probes)


def test_the_kit_reads_every_variable_that_it_is_told(any_helm: Helm) -> None:
    """A name that it does not know would be passed over in silence."""
    known = {f"PLANO_{name.upper()}" for name in Settings.model_fields}
    free = re.compile(r"PLANO_(URL|USER|PASSWORD|CONFIG)_[A-Z0-9_]+")
    for environment in any_helm.platform.environments:
        for owner, pod in pods(any_helm.environment(environment.name)):
            names = {str(each["name"]) for each in rows(at(pod, "spec", "containers", 0, "env"))}
            assert {each for each in names if each not in known and not free.fullmatch(each)} == set(), owner


def test_every_process_of_a_service_is_told_what_it_needs(shop: Helm) -> None:
    consumer = _told(named(shop.objects("production", "notifications"), "Deployment", "notifications-consumer"))
    assert consumer == {
        "PLANO_ENVIRONMENT": "production",
        "PLANO_HOST": "0.0.0.0",
        "PLANO_PORT": "8000",
        "PLANO_MANAGEMENT_PORT": "9000",
        "PLANO_SHUTDOWN_SECONDS": "25",
        "PLANO_ISSUER_URL": "http://users:8000",
        "PLANO_URL_MAIL": "smtp://mail.tienda.example:587",
        "PLANO_URL_USERS": "http://users:8000",
        "PLANO_CLIENT_SECRET": {"name": "notifications", "key": "PLANO_CLIENT_SECRET"},
        "PLANO_DATABASE_URL": {"name": "notifications", "key": "PLANO_DATABASE_URL"},
        "PLANO_PASSWORD_MAIL": {"name": "notifications", "key": "PLANO_PASSWORD_MAIL"},
        "PLANO_USER_MAIL": {"name": "notifications", "key": "PLANO_USER_MAIL"},
        "PLANO_KAFKA_BOOTSTRAP": "kafka-kafka-bootstrap:9093",
        "PLANO_KAFKA_SECURITY": "sasl_ssl",
        "PLANO_KAFKA_CA": "/run/kafka/ca.crt",
        "PLANO_KAFKA_USER": "notifications",
        "PLANO_KAFKA_PASSWORD": {"name": "kafka-user-notifications", "key": "password"},
    }


def _expanded(text: str, variables: dict[str, str]) -> str:
    """A variable's text as Kubernetes reads it: $(NAME) is replaced where NAME is known, $$ is one $."""
    return re.sub(
        r"\$(\$|\(([^)]*)\))",
        lambda found: "$" if found[1] == "$" else variables.get(found[2], found[0]),
        text,
    )


@pytest.mark.parametrize(
    ("environment", "written"),
    [("trial", "trial $(HOME) $$5"), ("live", "{{ .Values }} 'é' \"q\" # $(PATH) 日本")],
)
def test_a_setting_arrives_as_it_was_written(environment: str, written: str, depots: Helm) -> None:
    told = _told(named(depots.objects(environment, "depots"), "Deployment", "depots-api"))
    assert _expanded(str(told["PLANO_CONFIG_GREETING"]), {"HOME": "/root", "PATH": "/bin"}) == written
    assert told["PLANO_CONFIG_LOUD"] == "true"
    assert told["PLANO_CONFIG_CARRIER_KEY"] == {"name": "depots", "key": "PLANO_CONFIG_CARRIER_KEY"}
