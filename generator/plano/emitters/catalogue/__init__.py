"""The catalogue: what the platform consists of, for Backstage in `catalog-info.yaml` and for people in `README.md`.

Here live descriptions only; contracts, to which the catalogue points, other emitters write.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from plano.emitters.base import Data, FileSpec, Subject, Template
from plano.emitters.catalogue import entities, readme, views
from plano.platform.model import Platform

FOLDER = "generated/catalogue"


class CatalogueEmitter:
    """One file an entity, `catalog-info.yaml` that names them all, and the page for newcomers."""

    name = "catalogue"

    def files(self, platform: Platform) -> Iterator[FileSpec]:
        """The entities in the order of the blueprint, then what leads to them."""
        subject = Subject("platform", platform.name, FOLDER)

        def file(path: str, build: Callable[..., object], view: Hashable) -> FileSpec:
            return FileSpec(self.name, subject, f"{FOLDER}/{path}", Data(build, "yaml"), view)

        whole = views.whole(platform)
        found = [file("system.yaml", entities.system, whole), file("group.yaml", entities.group, whole)]
        found += (file(f"components/{each.name}.yaml", entities.component, each) for each in views.components(platform))
        found += (file(f"apis/{each.name}.yaml", entities.contract, each) for each in views.contracts(platform))
        found += (file(f"resources/{each.name}.yaml", entities.resource, each) for each in views.resources(platform))
        yield from found
        targets = entities.Targets(platform.name, tuple(each.path.removeprefix(f"{FOLDER}/") for each in found))
        yield file("catalog-info.yaml", entities.location, targets)
        page = Template("catalogue/README.md.jinja")
        yield FileSpec(self.name, subject, f"{FOLDER}/README.md", page, readme.view(platform))


EMITTER = CatalogueEmitter()
