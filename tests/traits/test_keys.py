"""No key of the reference is idle: without it other files are emitted, or something is said; but for a list."""

from __future__ import annotations

from functools import cache

import pytest

from plano.change.provenance import specs
from plano.emitters.base import FileSpec
from plano.language.places import Path
from plano.language.read import read
from plano.platform.model import Platform
from tests.constraints.edits import Data
from tests.traits.effects import Reference, matches, named
from tests.traits.platforms import ROOT

IDLE: dict[str, str] = {
    "platform languages": "the front ends' emitter reads it",
    "networks": "the inventory of machines reads it",
    "networks lan": "the inventory of machines reads it",
    "hosts worker-*": "the inventory of machines reads it",
    "hosts lb-2": "the inventory of machines reads it; lb-1 is named by the VPN",
    "hosts storage-1": "the inventory of machines reads it",
    "hosts * cpu": "only the rules read it, where it is too little",
    "hosts * memory": "only the rules read it, where it is too little",
    "hosts * disk": "only the rules read it, where it is too little",
    "systems longhorn replicas": "the emitter of Longhorn reads it",
    "systems nfs export": "the emitter of NFS reads it",
    "systems elk retention": "the emitter of ELK reads it",
    "systems prometheus retention": "the emitter of Prometheus reads it",
    "systems wireguard gateway": "the emitter of WireGuard reads it",
    "systems wireguard network": "the emitter of WireGuard reads it",
    "systems wireguard peers": "the emitter of WireGuard reads it",
    "systems wireguard peers *": "the emitter of WireGuard reads it",
    "systems secrets store": "there is one store, which is the default",
    "systems secrets recipients": "the emitter of secrets reads it",
    "backups": "the emitter of backups reads it",
    "backups keep": "the emitter of backups reads it",
    "alerts": "the emitter of Prometheus reads it",
    "alerts email": "the emitter of Prometheus reads it",
    "services orders entities Order fields * readonly": "no endpoint takes an order's fields as they are",
    "routes * rate_limit": "the emitter of Nginx reads it",
    "routes * slo": "the emitter of Prometheus reads it",
    "routes * slo *": "the emitter of Prometheus reads it",
    "routes * slo latency *": "the emitter of Prometheus reads it",
}
"""Keys without an effect, each with the reason. Whoever writes the emitter of one takes its line away."""

DEFAULTS: dict[str, str | int] = {
    "environments staging domain": "elsewhere.tienda.example",
    "systems kafka brokers": 4,
    "databases main version": 17,
    "services * operations * method": "PUT",
    "services orders scale cpu_target": "60%",
    "services orders consumers min": 2,
}
"""Keys that the reference writes although they are the default, each with a value that gives other files."""


@cache
def reference() -> Reference:
    return Reference(_data())


def _data() -> Data:
    found = read((ROOT / "blueprint.yaml").read_text("utf-8"), "blueprint.yaml").value
    assert isinstance(found, dict)
    return found


def idle(of: Reference) -> list[Path]:
    return [key for key in of.written() if of.idle(key)]


def unlisted(found: list[Path]) -> list[str]:
    """The lines of the reference at which an idle key stands that no list has."""
    places = read((ROOT / "blueprint.yaml").read_text("utf-8"), "blueprint.yaml").places
    return [
        f"blueprint.yaml:{places.key(key).line}: {named(key)}"
        for key in found
        if not any(matches(key, pattern) for pattern in (*IDLE, *DEFAULTS))
    ]


@cache
def found_idle() -> list[Path]:
    return idle(reference())


def test_every_key_has_an_effect_or_is_listed() -> None:
    assert unlisted(found_idle()) == []


@pytest.mark.parametrize("pattern", [*IDLE, *DEFAULTS])
def test_a_listed_key_is_there_and_has_no_effect_when_it_is_taken_away(pattern: str) -> None:
    listed = [key for key in reference().written() if matches(key, pattern)]
    assert listed, "the reference has no such key any more"
    assert [named(key) for key in listed if key not in found_idle()] == [], "it has an effect now: take its line away"


@pytest.mark.parametrize("pattern", DEFAULTS)
def test_a_key_that_says_the_default_decides_once_it_says_something_else(pattern: str) -> None:
    for key in reference().written():
        if matches(key, pattern):
            assert reference().decides(key, DEFAULTS[pattern]), named(key)


def test_a_listed_key_that_no_emitter_reads_decides_nothing_when_it_is_changed() -> None:
    changed = {"routes /api/auth rate_limit": "6/s", "systems elk retention": "15d", "backups keep": "31d"}
    for key, value in changed.items():
        assert not reference().decides(tuple(key.split(" ")), value), key


def test_a_key_that_an_emitter_no_longer_reads_is_found() -> None:
    """The reference without its values files: what only they show has no effect then."""

    def without_values(platform: Platform) -> dict[str, FileSpec]:
        return {path: spec for path, spec in specs(platform).items() if not path.startswith("generated/values/")}

    lost = unlisted(idle(Reference(_data(), without_values)))
    assert [each.partition(": ")[2] for each in lost] == [
        "services catalog volumes",
        "services catalog volumes photos",
        "services orders scale min",
    ]
    assert all(each.startswith("blueprint.yaml:") for each in lost)
