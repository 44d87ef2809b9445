"""The judge of Strimzi's kinds: the strict schemas of its own definitions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parent / "schemas"
API = "kafka.strimzi.io/v1"


class RefusedError(Exception):
    """An object that Strimzi's definitions do not admit."""


def kinds() -> set[str]:
    """The kinds that there is a schema for."""
    return {path.stem for path in SCHEMAS.glob("*.json")}


def judge(found: Mapping[str, object]) -> None:
    """Pass one of Strimzi's objects, or raise RefusedError with what is wrong: unknown fields are."""
    if found.get("apiVersion") != API:
        raise RefusedError(f"{found.get('apiVersion')} is not {API}")
    errors = [f"{error.json_path}: {error.message}" for error in _schema(str(found["kind"])).iter_errors(found)]
    if errors:
        raise RefusedError("\n".join(errors))


@cache
def _schema(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8")))
