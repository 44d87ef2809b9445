"""The handlers that a service expects: the contract they are checked against, and their first version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from plano.emitters.fastapi.annotations import Annotations
from plano.emitters.fastapi.endpoints import operations_of
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.layout import Node, index, parameter, signature, union
from plano.emitters.fastapi.package import module_name, symbols
from plano.emitters.fastapi.stubs import appended, defined
from plano.emitters.literals import Code
from plano.emitters.typetable import Symbol
from plano.overriding.model import NONE, Overrides
from plano.platform.model import Endpoint, Fields, ListShape, OfEntity, OfType, Platform, Service, Shape

_PROTOCOL = Symbol("typing", "Protocol")
_PROBLEM = Symbol("plano_kit", "Problem")
_RETRACTED = Symbol("plano_kit", "Retracted")
_LIST = Symbol("", "list")


class HandlerView(NamedTuple):
    """One handler."""

    name: Code
    parameters: tuple[Node, ...]
    answer: str
    title: str

    @property
    def method(self) -> Code:
        """Its first line in the contract."""
        return Code(signature(f"async def {self.name}", ("self", *self.parameters), f" -> {self.answer}:", 4))

    @property
    def function(self) -> Code:
        """Its first line as a function of its own."""
        return Code(signature(f"async def {self.name}", self.parameters, f" -> {self.answer}:", 0))


@dataclass(frozen=True, slots=True)
class HandlersView:
    """All handlers of a service, and the imports that their signatures need; `base` is what the module needs beside."""

    service: str
    base: Code
    package: Code
    imports: Code
    handlers: tuple[HandlerView, ...]


@dataclass(frozen=True, slots=True)
class BindingView:
    """Where the handlers are bound to their contract: the name of the user's package."""

    package: Code


class Missing(NamedTuple):
    """A handler that nobody wrote yet; `path` is the file that it belongs into."""

    service: str
    path: str
    handler: str


def expected(service: Service) -> tuple[str, ...]:
    """The names of the handlers that the blueprint asks for: operations, consumers, schedules."""
    operations = (each.name for each in operations_of(service))
    consumers = (each.handler for each in service.consumes)
    return tuple(dict.fromkeys((*operations, *consumers, *(each.handler for each in service.schedules))))


def has_handlers(service: Service) -> bool:
    """Whether the blueprint asks for any."""
    return bool(service.consumes or service.schedules or operations_of(service))


def contract(service: Service, classes: frozenset[str]) -> HandlersView:
    """`contract.py`: the protocol that the hand-written module must fit."""
    return _view(service, classes, ".", _PROTOCOL)


def binding(service: Service) -> BindingView:
    """`binding.py`: the hand-written module, as its contract."""
    return BindingView(Code(service.package))


def first(service: Service, classes: frozenset[str], names: Iterable[str] | None = None) -> HandlersView:
    """The first version of `handlers.py`, or of those of its functions that are named."""
    wanted = None if names is None else frozenset(names)
    return _view(service, classes, service.generated, _PROBLEM, wanted)


def missing(platform: Platform, root: Path) -> tuple[Missing, ...]:
    """The handlers that are not in `services/<package>/handlers.py`, or in the package of that name."""
    found: list[Missing] = []
    for service in platform.services:
        if service.kind == "fastapi" and not service.ejected and (names := expected(service)):
            path = handlers_path(service, root)
            file = root / path
            there = defined(file.read_text(encoding="utf-8", errors="replace")) if file.is_file() else frozenset()
            found += [Missing(service.name, path, name) for name in names if name not in there]
    return tuple(found)


def handlers_path(service: Service, root: Path) -> str:
    """Where the service's handlers stand: a module, or a package's `__init__.py`.

    As Python has it, a folder without that file is no package, and leaves its place to the module.
    """
    base = f"services/{service.package}/handlers"
    package = f"{base}/__init__.py"
    return package if (root / package).is_file() else f"{base}.py"


def stubbed(service: Service, source: str, names: tuple[str, ...], overrides: Overrides = NONE) -> str:
    """`source` with a first version of the named handlers behind it, and the imports that they need."""
    from plano.emitters.base import FileSpec, Template
    from plano.emitters.fastapi.package import EMITTER, subject_of
    from plano.emitters.render import render

    template, view = Template("fastapi/handlers.py.jinja"), first(service, symbols(service), names)
    spec = FileSpec(EMITTER, subject_of(service), "services/handlers.py", template, view)
    return appended(source, render(spec, overrides).decode())


def _view(
    service: Service, classes: frozenset[str], package: str, base: Symbol, names: frozenset[str] | None = None
) -> HandlersView:
    writer = _writer(service, classes, package)
    name_of_base = Code(writer.imports.use(base))
    made: dict[str, HandlerView] = {}
    for handler in _handlers(service, writer, names):
        made.setdefault(handler.name, handler)
    return HandlersView(service.name, name_of_base, Code(service.package), writer.imports.block(), tuple(made.values()))


class _Writer(NamedTuple):
    imports: Imports
    annotations: Annotations
    package: str

    def use(self, module: str, name: str) -> str:
        """A symbol of the generated package: by its module inside of it, from its top elsewhere."""
        source = f".{module}" if self.package == "." else self.package
        return self.imports.use(Symbol(source, name))


def _writer(service: Service, classes: frozenset[str], package: str) -> _Writer:
    own = {each.handler for each in service.consumes} | {each.handler for each in service.schedules}
    for endpoint in operations_of(service):
        own.add(endpoint.name)
        own.update([field.name for field in (*endpoint.path_fields, *endpoint.query)])
    imports = Imports(own, classes, "" if package == "." else package)
    return _Writer(imports, Annotations(imports, ".types" if package == "." else package), package)


def _handlers(service: Service, writer: _Writer, names: frozenset[str] | None) -> Iterator[HandlerView]:
    """Each handler, or those that are named."""

    def wanted(name: str) -> bool:
        return names is None or name in names

    for endpoint in operations_of(service):
        if wanted(endpoint.name):
            yield _operation(endpoint, writer)
    for each in service.consumes:
        if not wanted(each.handler):
            continue
        event = writer.use("events", each.topic.symbol)
        taken: Node = union(event, f"{writer.imports.use(_RETRACTED)}[{event}]") if each.topic.compact else event
        told: Node = parameter("event", taken)
        if each.batch > 1:
            told = parameter("events", index(writer.imports.use(_LIST), taken))
        title = f"What to do about `{each.topic.name}`."
        yield HandlerView(Code(each.handler), (told, _ctx(writer)), "None", title)
    for schedule in service.schedules:
        if wanted(schedule.handler):
            title = f"At `{schedule.cron}`, {schedule.zone}."
            yield HandlerView(Code(schedule.handler), (_ctx(writer),), "None", title)


def _operation(endpoint: Endpoint, writer: _Writer) -> HandlerView:
    parameters: list[Node] = [
        parameter(field.name, writer.annotations.held(field)) for field in (*endpoint.path_fields, *endpoint.query)
    ]
    if endpoint.request is not None:
        parameters.append(parameter("request", _shape(endpoint.request, writer)))
    parameters.append(_ctx(writer))
    answer = "None" if endpoint.response is None else _shape(endpoint.response, writer)
    return HandlerView(Code(endpoint.name), tuple(parameters), answer, f"`{endpoint.method} {endpoint.path}`")


def _ctx(writer: _Writer) -> Node:
    return f"ctx: {writer.use('context', 'Context')}"


def _shape(shape: Shape, writer: _Writer) -> str:
    match shape:
        case Fields(symbol):
            return writer.use("schemas", symbol)
        case OfType(name):
            return writer.use("types", name)
        case OfEntity(name):
            return writer.use(f"entities.{module_name(name)}", name)
        case ListShape(item):
            return f"{writer.imports.use(_LIST)}[{_shape(item, writer)}]"
