"""No key of the reference is idle: without it other files are emitted, or something is said; but for a list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

import pytest

from plano.change.provenance import specs
from plano.diagnostics.model import Diagnostic
from plano.emitters.base import FileSpec
from plano.language.places import Path
from plano.language.read import read
from plano.pipeline import Checked, check_text
from plano.platform.model import Platform
from tests.constraints.edits import Data, remove
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


def _checked() -> Checked:
    return check_text((ROOT / "blueprint.yaml").read_text("utf-8"))


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


SILENT = ("services orders entities Order fields * readonly",)
"""Idle keys that say what they do without a note: their reason is the reference's, not the emitters'."""


def unsaid(notes: Iterable[Diagnostic]) -> list[str]:
    """The idle keys that await an emitter, and of which no note speaks: neither at the key nor at one around it."""
    places = read((ROOT / "blueprint.yaml").read_text("utf-8"), "blueprint.yaml").places
    noted = {each.span for each in notes if each.code == "not-emitted"}
    waiting = [key for key in found_idle() if any(matches(key, each) for each in IDLE if each not in SILENT)]
    return [named(key) for key in waiting if not {places.key(key[:depth]) for depth in range(1, len(key) + 1)} & noted]


def test_whoever_sets_a_key_that_awaits_its_emitter_is_told_so() -> None:
    assert unsaid(_checked().diagnostics) == []


def test_a_key_of_which_nobody_says_that_it_waits_is_found() -> None:
    notes = [each for each in _checked().diagnostics if each.subject not in ("backups", "route /api/orders")]
    assert unsaid(notes) == [
        "backups",
        "backups keep",
        "routes /api/orders rate_limit",
        "routes /api/orders slo",
        "routes /api/orders slo availability",
        "routes /api/orders slo latency",
        "routes /api/orders slo latency p99",
    ]


def test_a_note_stands_at_each_key_that_is_set_and_says_what_does_not_come() -> None:
    said = [(each.message, each.span.line) for each in _checked().diagnostics if each.span]
    lines = (ROOT / "blueprint.yaml").read_text("utf-8").splitlines()
    limits = [at for message, at in said if message == "a limit of requests is not generated from 'rate_limit' yet"]
    assert limits == [number for number, line in enumerate(lines, 1) if "rate_limit:" in line]
    assert "the copying of data is not generated from 'backups' yet" in dict(said)


def test_nothing_is_said_of_a_key_that_is_not_set() -> None:
    bare = _data()
    for key in [("backups",), ("alerts",), *_set("rate_limit"), *_set("slo")]:
        bare = remove(bare, key)
    subjects = {each.subject for each in check_text(json.dumps(bare)).diagnostics}
    assert "networks" in subjects
    assert not [each for each in subjects if each in ("backups", "alerts") or each.startswith("route ")]


def _set(name: str) -> list[Path]:
    return [key for key in reference().written() if matches(key, f"routes * {name}")]


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
