"""`pytest --update` writes what the golden cases say now, instead of comparing; the diff is then there to be read."""

from __future__ import annotations

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected output of golden cases anew")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update"):
        os.environ["PLANO_UPDATE_CASES"] = "1"
