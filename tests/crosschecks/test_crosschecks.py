"""What Plano emits agrees with itself; and where one reference is broken, just that is found."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from plano.crosschecks import crosschecks
from plano.crosschecks.registry import CHECKS
from plano.diagnostics.model import Severity
from plano.platform.model import Platform
from tests.crosschecks.breaks import MISSING, breaks
from tests.crosschecks.platforms import PARCELS, REFERENCE, broken, built, renamed, without

BREAKS = breaks()
SECONDS = 0.05  # what a check of the reference may take; measured: 0.025


def said(files: Mapping[str, bytes], platform: Platform) -> list[tuple[str, str]]:
    """Code and message of each finding."""
    return [(each.code, each.message) for each in crosschecks(files, platform)]


@pytest.mark.parametrize("text", [REFERENCE, PARCELS, renamed()], ids=["reference", "parcels", "renamed"])
def test_what_is_emitted_agrees_with_itself(text: str) -> None:
    platform, files = built(text)
    assert said(files, platform) == []


@pytest.mark.parametrize("name", BREAKS)
def test_one_broken_reference_is_one_finding(name: str) -> None:
    planted = BREAKS[name]
    platform, files = built(PARCELS)
    found = crosschecks(broken(files, planted.path, planted.old, planted.new), platform)
    assert [(each.code, each.severity) for each in found] == [(planted.code, Severity.ERROR)], found
    assert planted.says in found[0].message
    assert found[0].subject == f"file {found[0].message.split()[0]}"
    assert "not of the blueprint" in found[0].help


@pytest.mark.parametrize("file", MISSING)
def test_a_file_that_others_refer_to_is_missed(file: str) -> None:
    platform, files = built(PARCELS)
    code, beginning = MISSING[file]
    found = said(without(files, f"generated/{file}"), platform)
    assert [each for each, message in found if message.startswith(f"generated/{beginning}")] == [code], found


@pytest.mark.parametrize("path", ["generated/values/live/nobody.yaml", "generated/values/nowhere/depots.yaml"])
def test_values_of_nothing_are_found(path: str) -> None:
    platform, files = built(PARCELS)
    found = said({**files, path: files["generated/values/live/depots.yaml"]}, platform)
    assert [(code, message.partition(" ")[0]) for code, message in found] == [("crosscheck-values", path)]


def test_every_check_has_breaks_that_it_finds() -> None:
    assert len(CHECKS) == len({each.code for each in BREAKS.values()})


def test_a_finding_points_at_the_line_of_the_file_and_at_the_one_that_does_not_agree() -> None:
    platform, files = built(PARCELS)
    path = "generated/values/live/depots.yaml"
    (found,) = crosschecks(broken(files, path, "kafka-user-depots", "kafka-user-depot"), platform)
    assert found.span is not None
    line = files[path].decode().splitlines()[found.span.line - 1]
    assert line.strip() == "secret: kafka-user-depots"
    assert [each.span.file for each in found.related] == ["generated/kubernetes/live/kafka/kafka.yaml"]
    assert "generated/kubernetes/live/kafka/kafka.yaml does not agree" in found.message


def test_what_a_platform_does_not_have_is_not_missed() -> None:
    platform, files = built(PARCELS)
    for folder in ("values", "kubernetes", "argocd", "chart"):
        left = {path: content for path, content in files.items() if not path.startswith(f"generated/{folder}/")}
        assert len(left) < len(files)
        codes = {code for code, _ in said(left, platform)}
        allowed = {"values": {"source"}, "kubernetes": {"source", "selector", "secret"}, "chart": {"values", "source"}}
        assert codes <= {f"crosscheck-{each}" for each in allowed.get(folder, set())}, (folder, codes)
    assert said({}, platform) == []


def test_the_reference_is_checked_in_no_time() -> None:
    platform, files = built(REFERENCE)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        crosschecks(files, platform)
        took.append(time.perf_counter() - start)
    assert min(took) < SECONDS


def test_hostile_files_are_findings_and_no_crash() -> None:
    platform, files = built(PARCELS)
    texts = ("", "[]", "a", "1", "{}", "null", "kind: List\nitems: 3\n", "kind: [x]\nmetadata: 7\nspec: []\n", "\x00")
    for path in files:
        if path.startswith(("generated/values/live/", "generated/kubernetes/live/", "generated/argocd/apps/live/")):
            for text in texts:
                crosschecks({**files, path: text.encode()}, platform)
