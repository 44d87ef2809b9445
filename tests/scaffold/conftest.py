"""One template, and one wheelhouse, for all tests of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scaffold.repositories import Maker, template, wheelhouse


@pytest.fixture(scope="session")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(template(tmp_path_factory.mktemp("template")), tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheelhouse(tmp_path_factory.mktemp("wheels"))
