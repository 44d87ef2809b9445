"""Every judge passes on platforms that are unlike the reference in one trait each, and on the reference renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.traits import documents, objects
from tests.traits.code import mypy_says, ruff_says, written
from tests.traits.platforms import ALL, LARGE, RENAMED, SMALL, Emitted, emitted

Judge = Callable[[Emitted, Path], Iterator[str]]
Planted = tuple[str, str, str, str, str]

FAST: dict[Judge, Planted] = {
    documents.everything_agrees: ("trait-no-database", "storm/gauge.yaml", "kafka-user-gauge", "gauges", "'gauges'"),
    documents.every_document_can_be_read: ("trait-existing", "dock/radio.yaml", "routes:", "routes: [", "radio.yaml"),
    documents.hadolint_takes_every_image: (
        "trait-one-service", "/Dockerfile", "\nUSER ", "\nRUN apt-get install curl\nUSER ", "DL3008",
    ),
    documents.jenkins_takes_every_pipeline: (
        "trait-two-pages", "exhibits/Jenkinsfile", "container('buildkit')", "container('docker')", "container docker",
    ),
    documents.every_api_is_openapi: ("trait-one-service", ".openapi.json", '"in": "query"', '"in": "body"', "almanac"),
    documents.every_topic_has_a_schema_of_json: (
        "trait-existing", "bookings.made.schema.json", '"object"', '"objekt"', "objekt",
    ),
    documents.entities_of_the_catalogue_refer_rightly: (
        "trait-no-kafka", "components/diary.yaml", "system: clinic", "system: clinics", "system:clinics",
    ),
    objects.values_fit_their_schema: ("trait-no-kafka", "ward/diary.yaml", "kind: fastapi", "kind: flask", "flask"),
    objects.helm_takes_every_values_file: (
        "trait-existing", "chart/templates/services.yaml", "if .Values.metrics", "iff .Values.metrics", "services.yaml",
    ),
    objects.kubernetes_takes_every_rendered_object: (
        "trait-no-database", "chart/templates/services.yaml", "appProtocol:", "appProtokol:", "appProtokol",
    ),
    objects.every_rendered_pod_is_restricted: (
        "trait-two-pages", "chart/templates/_pod.tpl", "runAsNonRoot: true", "runAsNonRoot: false", "Non-root",
    ),
    objects.rendered_objects_refer_rightly: (
        "trait-existing", "chart/templates/services.yaml", "targetPort: http,", "targetPort: web,", "port web",
    ),
    objects.pods_connect_exactly_where_the_blueprint_says: (
        "trait-no-kafka", "ward/diary.yaml", "- printer", "- painter", "('printer.api', 'diary.api', 8000) is closed",
    ),
    objects.clusters_take_every_applied_object: (
        "trait-no-database", "storm/kafka/topics.yaml", "partitions: 4", "partitons: 4", "partitons",
    ),
    objects.argocds_chart_knows_its_values: ("trait-existing", "argocd/values.yaml", "\ndex:", "\nfex:", "fex"),
}  # fmt: skip
"""Judge → a platform, the end of a file's path, a text in it, what is planted in its place, and what is said then."""

REAL: dict[Judge, Planted] = {
    documents.asyncapi_takes_the_events: (
        "trait-existing", "/asyncapi.json", '"action": "send"', '"action": "shout"', "action",
    ),
    documents.backstage_takes_the_catalogue: (
        "trait-no-kafka", "components/diary.yaml", "kind: Component", "kind: Gadget", "diary.yaml",
    ),
    documents.groovy_compiles_every_pipeline: (
        "trait-no-kafka", "diary/Jenkinsfile", "steps {", "steps", "NglParseError",
    ),
}  # fmt: skip
"""Judges that npm or Java brings."""


def _named(judge: object) -> str:
    return str(getattr(judge, "__name__", judge))


@pytest.fixture(scope="session")
def folder_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a platform, which is made once: the chart is loaded from there."""
    folders: dict[str, Path] = {}
    return lambda name: folders.setdefault(name, tmp_path_factory.mktemp(name))


@pytest.mark.parametrize(("judge", "name"), [(judge, name) for name in ALL for judge in FAST], ids=_named)
def test_a_judge_has_nothing_to_say(judge: Judge, name: str, folder_of: Callable[[str], Path]) -> None:
    assert list(judge(emitted(name), folder_of(name))) == []


@pytest.mark.real
@pytest.mark.parametrize("judge", REAL, ids=_named)
@pytest.mark.parametrize("name", ALL)
def test_a_judge_from_elsewhere_has_nothing_to_say(judge: Judge, name: str, tmp_path: Path) -> None:
    assert list(judge(emitted(name), tmp_path)) == []


def _planted(judge: Judge, planted: Planted, folder: Path) -> None:
    name, path, old, new, said = planted
    assert list(judge(emitted(name), folder / "good")) == []
    found = list(judge(emitted(name).spoiled(path, old, new), folder / "bad"))
    assert said in " ".join(found)


@pytest.mark.parametrize("judge", FAST, ids=_named)
def test_a_judge_refuses_what_is_planted(judge: Judge, tmp_path: Path) -> None:
    _planted(judge, FAST[judge], tmp_path)


@pytest.mark.real
@pytest.mark.parametrize("judge", REAL, ids=_named)
def test_a_judge_from_elsewhere_refuses_what_is_planted(judge: Judge, tmp_path: Path) -> None:
    _planted(judge, REAL[judge], tmp_path)


def test_a_policy_that_lets_too_many_in_is_noticed(tmp_path: Path) -> None:
    policy = "podSelector: {matchLabels: {app.kubernetes.io/name: prometheus}}"
    wider = emitted("trait-no-database").spoiled("templates/networkpolicies.yaml", policy, "podSelector: {}")
    said = " ".join(objects.pods_connect_exactly_where_the_blueprint_says(wider, tmp_path))
    assert "('grafana', 'gauge.api', 9000) is open" in said


@pytest.mark.parametrize(("environment", "replicas"), [("draft", 1), ("trial", 3)])
def test_a_topic_with_other_copies_than_its_kafka_can_keep_is_noticed(environment: str, replicas: int) -> None:
    """In `draft` there is one broker, and so one copy of what has three elsewhere."""
    topics = f"{environment}/kafka/topics.yaml"
    spoiled = emitted(LARGE).spoiled(topics, f"replicas: {replicas}\n", "replicas: 2\n")
    found = [said for said in documents.everything_agrees(spoiled, Path()) if topics in said and "gives" in said]
    assert [said for said in found if " 2 replicas" in said]
    assert len(found) == 1


def _code(names: tuple[str, ...], folder: Path) -> None:
    """The code of these platforms has no fault; then one is planted, of each kind, in a handler."""
    written((emitted(name) for name in names), folder)
    assert ruff_says(folder) == ""
    assert mypy_says(folder) == ""
    handlers = next(
        path for path in sorted(folder.glob("services/*/handlers.py")) if "ctx: Context" in path.read_text()
    )
    good = handlers.read_text("utf-8")
    handlers.write_text(good.replace("ctx: Context", "ctx: int") + "import os\n", "utf-8")
    assert "F401" in ruff_says(folder)
    assert "/binding.py" in mypy_says(folder)


def test_the_code_is_typed_and_clean_and_a_fault_is_refused(tmp_path: Path) -> None:
    """One run for all the small ones and the renamed one: their services have names of their own."""
    _code((*SMALL, RENAMED), tmp_path)


@pytest.mark.real
def test_the_code_of_forty_services_is_typed_and_clean_and_a_fault_is_refused(tmp_path: Path) -> None:
    _code((LARGE,), tmp_path)
