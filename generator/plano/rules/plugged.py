"""bad-plugin: a rule of another package, which runs like Plano's own, fails or finds what is no finding."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.platform.model import Platform
from plano.plugins.judging import on_blueprint, on_platform


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """What they find in a blueprint as written."""
    yield from on_blueprint(blueprint, places)


def check_platform(platform: Platform, places: Places) -> Iterator[Diagnostic]:
    """What they find in a resolved platform."""
    yield from on_platform(platform, places)
