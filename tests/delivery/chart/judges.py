"""Who judges an object: Kubernetes' own schemas for what is built in, the definitions of operators for the rest."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path

import jsonschema

from plano.emitters.versions import version_of
from tests.delivery.chart.platforms import Tree

KUBERNETES = version_of("kubernetes")
CUSTOM = ("HTTPRoute", "ServiceMonitor")

_SCHEMAS = Path(__file__).parent / "schemas"
_validate = import_module("kubernetes_validate")


def complaints(found: Tree) -> list[str]:
    """What is wrong with an object, an unknown field included; empty where nothing is."""
    kind = str(found["kind"])
    if kind in CUSTOM:
        return [error.message for error in _custom(kind).iter_errors(found)]
    try:
        _validate.validate(found, KUBERNETES, strict=True)
    except (_validate.ValidationError, _validate.SchemaNotFoundError) as error:
        return [str(error.message)]
    return []


@cache
def _custom(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((_SCHEMAS / f"{kind.lower()}.json").read_text("utf-8")))
