"""Argo CD: every path and values file that it is pointed at is in the tree, and its projects allow what is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from plano.crosschecks.documents import ARGOCD, KUBERNETES, Documents
from plano.crosschecks.findings import alone, error
from plano.crosschecks.nodes import Node
from plano.crosschecks.projects import allowed
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform

_TEMPLATE = re.compile(r"\{\{.*?\}\}")
_RELEASES = re.compile(r"releases/([^/]+)/")
_PATCHES = "overrides/values/"
"""Values files that are no part of the tree: `plano check` judges those that there are, on disk."""


def check(documents: Documents, platform: Platform) -> Iterator[Diagnostic]:
    """Each Application and ApplicationSet; then folders of resources that none of them applies."""
    found = list(documents.objects(ARGOCD))
    projects = {each.name: each for each in found if each.kind == "AppProject"}
    applied: set[str] = set()
    for each in found:
        if each.kind not in ("Application", "ApplicationSet"):
            continue
        spec = each.at("spec", "template", "spec") if each.kind == "ApplicationSet" else each.at("spec")
        sources = [*spec.at("sources").rows(), *([spec.at("source")] if spec.at("source").value else [])]
        references = {f"${source.at('ref').text}" for source in sources if source.at("ref").value}
        for source in sources:
            yield from _source(source, documents, platform, references)
            applied.add(source.at("path").text)
        yield from _releases(each, platform)
        yield from allowed(spec, sources, projects, documents, platform)
    if found:
        yield from _never_applied(documents, applied)


def _source(source: Node, documents: Documents, platform: Platform, references: set[str]) -> Iterator[Diagnostic]:
    path = source.at("path")
    ours = path.value is not None and _plain(source.at("repoURL").text) == platform.repository
    if ours and not _any(documents.tree, path.text.rstrip("/") + "/*"):
        yield error("crosscheck-source", path, f"applies the folder {path.text}, in which there is nothing", path.text)
    optional = source.at("helm", "ignoreMissingValueFiles").value is True
    for node in source.at("helm", "valueFiles").rows():
        reference, _, rest = node.text.partition("/")
        if reference in references:
            target = rest
        elif reference.startswith("$"):
            yield error("crosscheck-source", node, f"names the source {reference}, which it does not have", node.path)
            continue
        elif ours:
            target = posixpath.normpath(posixpath.join(path.text, node.text))
        else:
            continue  # a file of a chart that is elsewhere
        if optional and target.startswith(_PATCHES):
            continue  # a person writes it, or nobody does
        if not _any(documents.tree, _TEMPLATE.sub("*", target)):
            yield error("crosscheck-source", node, f"reads the values {target}, which are not there", target)


def _plain(url: str) -> str:
    """A URL in an ApplicationSet is a Go template, in which `{{` is written `{{ "{{" }}`."""
    return url.replace('{{ "{{" }}', "{{")


def _any(tree: Mapping[str, bytes], pattern: str) -> bool:
    """Whether some file has this path, `*` being any text."""
    if "*" not in pattern:
        return pattern in tree
    before, _, behind = pattern.partition("*")
    return any(path.startswith(before) and path.endswith(behind.rpartition("*")[2]) for path in tree)


def _releases(each: Node, platform: Platform) -> Iterator[Diagnostic]:
    """An ApplicationSet reads one environment's releases, and with them that environment's values."""
    known = {environment.name for environment in platform.environments}
    for files in each.at("spec", "generators").find("files"):
        for row in files.rows():
            node = row.at("path")
            match = _RELEASES.match(node.text)
            if not match or match[1] not in known:
                said = f"reads the releases {node.text}, which are of no environment"
                yield error("crosscheck-source", node, said, "blueprint.yaml")
                continue
            for values in each.find("valueFiles"):
                for name in values.rows():
                    if f"values/{match[1]}/" not in name.text:
                        said = f"gives the releases of {match[1]!r} the values {name.text}"
                        yield error("crosscheck-source", name, said, node)


def _never_applied(documents: Documents, applied: set[str]) -> Iterator[Diagnostic]:
    folders = {path.rpartition("/")[0] for path in documents.data() if path.startswith(KUBERNETES)}
    for folder in sorted(folders):
        if not any(folder == path or folder.startswith(f"{path}/") for path in applied if path):
            yield alone("crosscheck-source", folder, f"is applied by nothing under {ARGOCD.rstrip('/')}")
