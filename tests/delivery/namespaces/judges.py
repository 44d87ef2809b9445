"""Judges of Kubernetes' own kinds: the strict schemas of kubernetes-validate."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

KUBERNETES = "1.35"
_judge = import_module("kubernetes_validate")


class RefusedError(Exception):
    """An object that Kubernetes would not take as it is written."""


def judge(found: Mapping[str, object]) -> None:
    """Pass an object of a built-in kind, or raise RefusedError with what is wrong: unknown fields are."""
    try:
        _judge.validate(dict(found), KUBERNETES, strict=True)
    except (_judge.ValidationError, _judge.SchemaNotFoundError, _judge.InvalidSchemaError) as error:
        raise RefusedError(str(error)) from error
