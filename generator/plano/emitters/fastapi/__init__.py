"""FastAPI services: for each a thin package on the kit, an image, and the first version of what its user writes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from plano.emitters.base import Batch, Copy, Data, Emitter, FileSpec, Parts, Template
from plano.emitters.contracts import openapi
from plano.emitters.fastapi import endpoints, exports, handlers, servicetests, wiring
from plano.emitters.fastapi.image import image
from plano.emitters.fastapi.models import model_files
from plano.emitters.fastapi.package import EMITTER as NAME
from plano.emitters.fastapi.package import module_name, package_folder, subject_of, symbols, template
from plano.platform.model import Platform, Service


@dataclass(frozen=True, slots=True)
class About:
    """What a service shows of the platform that it is of."""

    domain: str
    contact: str
    repository: str


class FastapiEmitter(Emitter):
    """Yields the files of every FastAPI service."""

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        about = About(platform.domain, platform.contact, platform.repository)
        pages = {service.name for service in platform.services if service.kind == "vue"}
        for service in platform.services:
            if service.kind == "fastapi" and not service.ejected:
                # A browser shows a person's token and none of a service, so what runs in one is no caller.
                callers = tuple(name for name in service.callers if name not in pages)
                yield Batch(_package, (service, about, callers))


def _package(service: Service, about: About, callers: tuple[str, ...]) -> Iterator[FileSpec]:
    """All files of one service."""
    classes = symbols(service)
    yield from model_files(service, classes)
    yield from _modules(service, classes, about, callers)
    yield from _beside(service, classes, about.repository)


def _modules(service: Service, classes: frozenset[str], about: About, callers: tuple[str, ...]) -> Iterator[FileSpec]:
    """The package's modules but those of its data."""
    subject, folder = subject_of(service), package_folder(service)

    def module(path: str, name: str, build: Callable[..., Hashable], *of: Hashable) -> FileSpec:
        return FileSpec(NAME, subject, f"{folder}/{path}", template(name), Parts(build, of))

    yield module("__init__.py", "exports", exports.view, service)
    yield module("context.py", "context", wiring.context, service, classes)
    yield module("service.py", "statement", wiring.definition, service, classes, about.domain, callers)
    yield FileSpec(NAME, subject, f"{folder}/__main__.py", Copy("fastapi/main.py"))
    yield FileSpec(NAME, subject, f"{folder}/py.typed", Copy("fastapi/py.typed"))
    api = Parts(openapi.view, (service, about.contact))
    yield FileSpec(NAME, subject, f"{folder}/openapi.json", Data(openapi.build), api)
    exposed = endpoints.exposed_entities(service)
    if exposed:
        yield FileSpec(NAME, subject, f"{folder}/endpoints/__init__.py", Copy("fastapi/endpoints.py"))
    for entity in exposed:
        yield module(f"endpoints/{module_name(entity.name)}.py", "routes", endpoints.exposed, entity, service, classes)
    if endpoints.operations_of(service):
        yield module("operations.py", "routes", endpoints.operations, service, classes)
    if handlers.has_handlers(service):
        yield module("contract.py", "contract", handlers.contract, service, classes)
        yield module("binding.py", "binding", handlers.binding, service)
    if service.consumes:
        yield module("consumers.py", "statement", wiring.consumers, service, classes)
    if service.schedules:
        yield module("jobs.py", "statement", wiring.jobs, service, classes)


def _beside(service: Service, classes: frozenset[str], repository: str) -> Iterator[FileSpec]:
    """The image, the tests, and what is the user's from its first version on."""
    subject = subject_of(service)
    about = image(service, repository)
    yield FileSpec(NAME, subject, f"{subject.folder}/Dockerfile", Template("fastapi/Dockerfile.jinja"), about)
    ignore = f"{subject.folder}/Dockerfile.dockerignore"
    yield FileSpec(NAME, subject, ignore, Template("fastapi/Dockerfile.dockerignore.jinja"), about)
    tests = f"{subject.folder}/tests/test_{service.generated}.py"
    yield FileSpec(NAME, subject, tests, template("tests"), Parts(servicetests.view, (service, classes)))
    yours = f"services/{service.package}"
    project = Template("fastapi/pyproject.toml.jinja")
    yield FileSpec(NAME, subject, f"{yours}/pyproject.toml", project, about, once=True)
    if handlers.has_handlers(service):
        first = Parts(handlers.first, (service, classes))
        yield FileSpec(NAME, subject, f"{yours}/handlers.py", template("handlers"), first, once=True)


EMITTER = FastapiEmitter()
