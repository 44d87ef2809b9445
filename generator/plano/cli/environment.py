"""`--env NAME`: one of the environments that stand side by side on this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])

_NAME = re.compile(r"[a-z][a-z0-9-]{0,19}")
_TAKEN = ("postgresql", "kafka")  # folders of .plano/ that all environments share


def environment_option(text: str) -> Callable[[F], F]:
    """The option, as the argument `environment`. It names a folder of `.plano/`, so that not every text will do."""
    return click.option("--env", "environment", default="local", show_default=True, callback=_checked, help=text)


def _checked(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    if not _NAME.fullmatch(value):
        raise click.BadParameter(f"'{value}' is no name: up to 20 of a-z, 0-9 and '-', a letter first")
    if value in _TAKEN:
        raise click.BadParameter(f"'{value}' is the name of a folder that all environments share: take another")
    return value
