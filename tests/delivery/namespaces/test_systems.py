"""The systems' namespaces: those of the systems that are named, each with a level and the reason for it."""

from __future__ import annotations

from dataclasses import replace

from plano.emitters.namespaces.emitter import EMITTER
from plano.emitters.namespaces.systemtable import RESTRICTED, TABLE
from plano.language.models.systems import SystemsDecl
from plano.platform.model import Platform
from tests.delivery.kafka.platforms import DEPOTS, at, changed, files, platform_of, reference, without

PATH = "generated/kubernetes/system/namespaces.yaml"


def levels(platform: Platform) -> dict[object, object]:
    """Name of a namespace → the level that its pods are held to."""
    found = files(platform, EMITTER).get(PATH, [])
    level = "pod-security.kubernetes.io/enforce"
    return {at(each, "metadata", "name"): at(each, "metadata", "labels", level) for each in found}


def test_the_reference_has_a_namespace_for_each_of_its_systems() -> None:
    assert levels(reference()) == {
        "argocd": "restricted",
        "build": "privileged",
        "checks": "restricted",
        "cert-manager": "restricted",
        "csi-nfs": "privileged",
        "elastic-system": "restricted",
        "jenkins": "restricted",
        "kafka-operator": "restricted",
        "logging": "baseline",
        "longhorn-system": "privileged",
        "monitoring": "restricted",
        "node-agents": "privileged",
        "traefik": "privileged",
    }


def test_what_is_not_named_has_no_namespace() -> None:
    assert levels(platform_of(DEPOTS)) == {"kafka-operator": "restricted"}
    assert levels(replace(platform_of(DEPOTS), systems=())) == {}


def test_a_kafka_that_already_runs_needs_no_operator() -> None:
    text = changed(DEPOTS, "kafka: {brokers: 2, storage: 5Gi,", 'kafka: {bootstrap: ["kafka.parcels.example:9092"],')
    assert levels(platform_of(without(text, ["live: {}"]))) == {}


def test_whatever_is_less_than_restricted_says_why_where_it_is_read() -> None:
    for each in files(reference(), EMITTER)[PATH]:
        reason = str(at(each, "metadata", "annotations", "plano/pod-security-reason"))
        restricted = at(each, "metadata", "labels", "pod-security.kubernetes.io/enforce") == "restricted"
        assert (reason == RESTRICTED) == restricted
        options = at(each, "metadata", "annotations", "argocd.argoproj.io/sync-options")
        assert options == "Prune=confirm,Delete=confirm"


def test_the_table_is_sorted_names_each_namespace_once_and_knows_only_systems_of_the_language() -> None:
    names = [each.name for each in TABLE]
    assert names == sorted(set(names))
    assert {system for each in TABLE for system in each.systems} <= set(SystemsDecl.model_fields)


def test_each_says_which_phase_of_building_a_platform_up_it_belongs_to() -> None:
    found = files(reference(), EMITTER)[PATH]
    phases = {at(each, "metadata", "name"): at(each, "metadata", "labels", "plano/phase") for each in found}
    assert phases["longhorn-system"] == phases["kafka-operator"] == "environment"
    assert phases["argocd"] == phases["monitoring"] == "delivery"
    assert phases["traefik"] == "exposure"
