"""Where templates stand."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def templates_root() -> Path:
    """`templates/` of a checkout, else the folder of that name inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    if package.parent.name == "generator":
        return package.parents[1] / "templates"
    return package / "templates"
