"""The catalogue: what the platform consists of, for Backstage in `catalog-info.yaml` and for people in `README.md`.

Here live descriptions only; contracts, to which the catalogue points, other emitters write.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping

from plano.emitters.base import Batch, Data, Emitter, FileSpec, Subject, Template
from plano.emitters.catalogue import entities, readme, views
from plano.emitters.catalogue.entities import Component, Contract, Resource, Targets, Whole
from plano.platform.model import Platform

NAME = "catalogue"
FOLDER = "generated/catalogue"


class CatalogueEmitter(Emitter):
    """One file an entity, `catalog-info.yaml` that names them all, and the page for newcomers."""

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """The entities in the order of the blueprint, then what leads to them."""
        kinds: tuple[tuple[str, tuple[Component | Contract | Resource, ...]], ...] = (
            ("components", tuple(views.components(platform))),
            ("apis", tuple(views.contracts(platform))),
            ("resources", tuple(views.resources(platform))),
        )
        yield Batch(_whole, (views.whole(platform),))
        yield from (Batch(_entities, (platform.name, folder, found)) for folder, found in kinds)
        entrance = Targets(
            platform.name,
            ("system.yaml", "group.yaml", *(f"{folder}/{each.name}.yaml" for folder, found in kinds for each in found)),
        )
        yield Batch(_leading, (entrance, readme.view(platform)))


def _whole(whole: Whole) -> Iterator[FileSpec]:
    yield _file(whole.name, "system.yaml", entities.system, whole)
    yield _file(whole.name, "group.yaml", entities.group, whole)


def _entities(platform: str, folder: str, found: tuple[Component | Contract | Resource, ...]) -> Iterator[FileSpec]:
    yield from (_file(platform, f"{folder}/{each.name}.yaml", _BUILDS[folder], each) for each in found)


def _leading(entrance: Targets, page: readme.Readme) -> Iterator[FileSpec]:
    yield _file(entrance.platform, "catalog-info.yaml", entities.location, entrance)
    template = Template("catalogue/README.md.jinja")
    yield FileSpec(NAME, _subject(entrance.platform), f"{FOLDER}/README.md", template, page)


def _file(platform: str, path: str, build: Callable[..., object], view: Hashable) -> FileSpec:
    return FileSpec(NAME, _subject(platform), f"{FOLDER}/{path}", Data(build, "yaml"), view)


def _subject(platform: str) -> Subject:
    return Subject("platform", platform, FOLDER)


_BUILDS: Mapping[str, Callable[..., object]] = {
    "components": entities.component,
    "apis": entities.contract,
    "resources": entities.resource,
}

EMITTER = CatalogueEmitter()
