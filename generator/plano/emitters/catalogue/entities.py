"""The entities of Backstage: who owns the platform, its system, components, APIs and resources.

Source: Backstage, "Descriptor Format of Catalog Entities". What is free text, such as a title, never makes a name.
"""

from __future__ import annotations

from dataclasses import dataclass

API = "backstage.io/v1alpha1"
LIFECYCLE = "production"

_TYPES = {"fastapi": "service", "container": "service", "vue": "website"}


@dataclass(frozen=True, slots=True)
class Contract:
    """An API: its name, what describes it, and the file of its definition, relative to the entity's own."""

    name: str
    platform: str
    kind: str
    definition: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """What a service needs and does not have in itself: a database, a topic, a service that runs elsewhere."""

    name: str
    platform: str
    kind: str
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """A service of ours. `annotations` are pairs; the rest names other entities."""

    name: str
    platform: str
    kind: str
    title: str
    description: str
    annotations: tuple[tuple[str, str], ...]
    provides: tuple[str, ...]
    consumes: tuple[str, ...]
    depends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """The platform: its system, and the group that owns all of it."""

    name: str
    description: str
    contact: str
    repository: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The files that the catalogue is made of, relative to its entrance."""

    platform: str
    paths: tuple[str, ...]


def owner(platform: str) -> str:
    """The group that owns what belongs to a platform."""
    return f"group:default/{platform}"


def location(view: Targets) -> dict[str, object]:
    """The one file that Backstage is pointed at."""
    return _entity("Location", {"name": view.platform}, {"targets": [f"./{path}" for path in view.paths]})


def group(view: Whole) -> dict[str, object]:
    """Who answers for the platform: its contact."""
    profile = {"displayName": view.name} | ({"email": view.contact} if view.contact else {})
    return _entity("Group", {"name": view.name}, {"type": "team", "profile": profile, "children": []})


def system(view: Whole) -> dict[str, object]:
    """The platform itself."""
    metadata = _metadata(view.name, description=view.description)
    metadata["links"] = [{"url": view.repository, "title": "Repository"}]
    return _entity("System", metadata, {"owner": owner(view.name)})


def component(view: Component) -> dict[str, object]:
    """A service, with what it provides, consumes and depends on."""
    metadata = _metadata(view.name, view.title, view.description, (view.kind,))
    if view.annotations:
        metadata["annotations"] = dict(view.annotations)
    spec = _spec(_TYPES[view.kind], view.platform)
    relations = {
        "providesApis": list(view.provides),
        "consumesApis": list(view.consumes),
        "dependsOn": list(view.depends),
    }
    return _entity("Component", metadata, spec | {key: names for key, names in relations.items() if names})


def contract(view: Contract) -> dict[str, object]:
    """An API with its definition, which Backstage reads from the file beside."""
    spec = _spec(view.kind, view.platform) | {"definition": {"$text": view.definition}}
    return _entity("API", _metadata(view.name, description=view.description), spec)


def resource(view: Resource) -> dict[str, object]:
    """A database, a topic or an external. A resource has no lifecycle in Backstage's model."""
    spec = _spec(view.kind, view.platform)
    del spec["lifecycle"]
    return _entity("Resource", _metadata(view.name, view.title, view.description, view.tags), spec)


def _entity(kind: str, metadata: dict[str, object], spec: dict[str, object]) -> dict[str, object]:
    return {"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec}


def _metadata(name: str, title: str = "", description: str = "", tags: tuple[str, ...] = ()) -> dict[str, object]:
    found: dict[str, object] = {"name": name}
    if title:
        found["title"] = title
    if description:
        found["description"] = description
    if tags:
        found["tags"] = list(tags)
    return found


def _spec(kind: str, platform: str) -> dict[str, object]:
    return {"type": kind, "lifecycle": LIFECYCLE, "owner": owner(platform), "system": platform}
