"""Values files: each service has one in each environment, it is of that service, and the chart's schema allows it."""

from __future__ import annotations

from collections.abc import Iterator

from plano.crosschecks.deployed import CHARTED, Deployed, deployed, values_of
from plano.crosschecks.documents import SCHEMA, VALUES, Documents
from plano.crosschecks.findings import alone, error
from plano.crosschecks.nodes import Node
from plano.crosschecks.schema import UnknownKeywordError, objections
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Files that are missing or of nothing, then what is wrong in each."""
    if not any(path.startswith(VALUES) for path in documents.data()):
        return
    yield from _files(documents, platform)
    schema = documents.one(SCHEMA)
    if SCHEMA not in documents.tree:
        yield alone("crosscheck-values", SCHEMA, f"is not there, and {VALUES} has files for it to judge")
    for each in deployed(documents, platform):
        yield from _identity(each, platform)
        if schema is not None:
            yield from _fits(each, schema)


def _fits(each: Deployed, schema: Node) -> Iterator[Diagnostic]:
    try:
        for node, said in objections(each.values, schema.value, schema.value):
            where = ".".join(map(str, node.steps)) or "its document"
            yield error("crosscheck-values", node, f"is no values file of the chart: {where} {said}", SCHEMA)
    except UnknownKeywordError as keyword:
        yield error("crosscheck-values", each.values, f"cannot be judged: nothing here reads {keyword}", SCHEMA)


def _files(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    services = {each.name: each for each in platform.services}
    known = {environment.name for environment in platform.environments}
    for environment in platform.environments:
        found = values_of(documents, environment)
        for service in platform.services:
            path = f"{VALUES}{environment.name}/{service.name}.yaml"
            if service.kind in CHARTED and path not in documents.tree:
                yield alone("crosscheck-values", path, "is not there, and blueprint.yaml declares that service")
        for name, node in found.items():
            if name not in services or services[name].kind == "external":
                said = f"is of {name!r}, which runs in no environment"
                yield error("crosscheck-values", node, said, "blueprint.yaml")
    for path in documents.data():
        if path.startswith(VALUES) and path[len(VALUES) :].partition("/")[0] not in known:
            yield alone("crosscheck-values", path, "is of an environment that blueprint.yaml does not have")


def _identity(each: Deployed, platform: Platform) -> Iterator[Diagnostic]:
    expected = {
        "platform": platform.name,
        "environment": each.environment.name,
        "service": each.service.name,
        "kind": each.service.kind,
    }
    for key, wanted in expected.items():
        node = each.values.at(key)
        if node.value != wanted:
            said = f"says that its {key} is {node.value!r} and not {wanted!r}"
            yield error("crosscheck-values", node, said, "blueprint.yaml")
