"""What an AppProject of Argo CD must allow: where its applications come from, where they go, and their kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plano.crosschecks.documents import Documents
from plano.crosschecks.findings import error
from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic
from plano.platform.model import Platform

_OF_ENVIRONMENT = "plano/environment"


def allowed(
    spec: Node, sources: Sequence[Node], projects: Mapping[str, Node], documents: Documents, platform: Platform
) -> Iterator[Diagnostic]:
    """What an application's project refuses, and a namespace that is not its environment's."""
    destination = spec.at("destination", "namespace")
    project = projects.get(spec.at("project").text)
    if project is None:
        said = f"is of the project {spec.at('project').text!r}, which is not there"
        yield error("crosscheck-source", spec.at("project"), said, f"{spec.path.rpartition('/')[0]}/project.yaml")
        return
    named = project.at("metadata", "labels", _OF_ENVIRONMENT).text
    expected = {each.name: each.namespace for each in platform.environments}.get(named, destination.text)
    destinations = {row.at("namespace").text for row in project.at("spec", "destinations").rows()}
    if destination.text != expected:
        said = f"goes to the namespace {destination.text!r}, where {named!r} is {expected!r}"
        yield error("crosscheck-source", destination, said, project)
    elif not destinations & {"*", destination.text}:
        said = f"goes to the namespace {destination.text!r}, which its project refuses"
        yield error("crosscheck-source", destination, said, project.at("spec", "destinations"))
    repositories = project.at("spec", "sourceRepos")
    for source in sources:
        url = source.at("repoURL").text.replace('{{ "{{" }}', "{{")
        if not {"*", url} & set(repositories.texts):
            said = f"comes from {url}, which its project refuses"
            yield error("crosscheck-source", source.at("repoURL"), said, repositories)
        yield from _kinds(source, project, documents)


def _kinds(source: Node, project: Node, documents: Documents) -> Iterator[Diagnostic]:
    lists = [project.at("spec", f"{scope}ResourceWhitelist") for scope in ("namespace", "cluster")]
    may = {(row.at("group").text, row.at("kind").text) for each in lists for row in each.rows()}
    if ("*", "*") in may or not may:
        return
    told: set[tuple[str, str]] = set()
    for each in documents.objects(f"{source.at('path').text}/") if source.at("path").text else ():
        group = each.at("apiVersion").text.rpartition("/")[0]
        if (group, each.kind) not in may | told:
            told.add((group, each.kind))
            said = f"has a {each.kind}, which the project {project.name!r} refuses"
            yield error("crosscheck-source", each.at("kind"), said, lists[0])
