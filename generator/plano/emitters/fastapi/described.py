"""`clients/` of externals that an OpenAPI document describes: its objects as models, its operations as methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.emitters.fastapi.classes import ClassView, FieldView, declared
from plano.emitters.fastapi.clients import MethodView
from plano.emitters.fastapi.imports import Imports
from plano.emitters.fastapi.kinds import adapted, annotation, literal, optional
from plano.emitters.fastapi.layout import WIDTH, Node, Union, call, group, index, laid, named, parameter, signature
from plano.emitters.literals import Code, docstring, python
from plano.emitters.typetable import Symbol
from plano.externals.model import Alias, Api, Class, Operation, Parameter, Primitive, Property, names_in
from plano.platform.model import Call

_KIT = "plano_kit.clients.described"
_CLIENT = Symbol("plano_kit.clients", "DescribedClient")
_ADAPTER = Symbol("pydantic", "TypeAdapter")
_FIELD = Symbol("pydantic", "Field")
_JSON = "application/json"
_PROBLEMS = {403: "Forbidden", 404: "NotFound", 409: "Conflict", 412: "PreconditionFailed", 422: "Unprocessable"}
"""What `plano_kit.clients.base.HANDLED` makes of a status."""
_LONGEST_TEXT = 240
_OR = "\n    | "


@dataclass(frozen=True, slots=True)
class DescribedView:
    """One module of `clients/`. `before` are the aliases that name no class, `after` the others and the adapters."""

    service: str
    description: str
    imports: Code
    before: tuple[FieldView, ...]
    classes: tuple[ClassView, ...]
    after: tuple[FieldView, ...]
    name: Code
    base: Code
    external: Code
    methods: tuple[MethodView, ...]


def view(called: Call, classes: frozenset[str]) -> DescribedView:
    """The client for `called`, whose document was read, in a package with these classes."""
    api = called.api
    assert api is not None
    imports = Imports(_own(called, api), classes)
    own = {found.name for found in api.classes}
    title = _one_line(api.title)
    early = _early(api, own)
    shown = tuple(_class(found, imports) for found in api.classes)
    methods = tuple(_method(operation, own, imports) for operation in api.operations)
    adapters = [each for operation in api.operations for each in _adapter(operation, own, imports)]
    late = [_alias(alias, imports) for alias in api.aliases if alias.name not in early]
    return DescribedView(
        service=called.service,
        description=f"Calls {called.service}{f': {title}' if title else ''}.",
        before=tuple(_alias(alias, imports) for alias in api.aliases if alias.name in early),
        classes=shown,
        after=(*late, *adapters),
        name=Code(called.symbol),
        base=Code(imports.use(_CLIENT)),
        external=Code(python(called.service)),
        methods=methods,
        imports=imports.block(),
    )


def _own(called: Call, api: Api) -> Iterator[str]:
    """Every name that the module gives itself, so that what is imported makes way."""
    yield called.symbol
    for found in api.classes:
        yield found.name
        yield from (each.field for each in found.properties)
    yield from (alias.name for alias in api.aliases)
    for operation in api.operations:
        yield operation.name
        yield _constant(operation)
        yield from (each.argument for each in operation.parameters)
    yield "body"


def _early(api: Api, classes: set[str]) -> set[str]:
    """The aliases that can stand before all classes."""
    found: set[str] = set()
    for alias in api.aliases:
        if all(name in found for name in names_in(alias.kind)):
            found.add(alias.name)
    return found - classes


def _alias(alias: Alias, imports: Imports) -> FieldView:
    return FieldView(_assigned(alias.name, annotation(alias.kind, imports)), _one_line(alias.description))


def _assigned(name: str, value: Node) -> Code:
    """`name = value`, in brackets where an alternative takes several lines."""
    if isinstance(value, Union) and len(name) + 3 + len(value) > WIDTH:
        lines = [value] if 4 + len(value) <= WIDTH else [value.of, *value.others]
        return Code(f"{name} = (\n    {_OR.join(lines)}\n)")
    return Code(f"{name} = {laid(value, 0, len(name) + 3)}")


def _class(found: Class, imports: Imports) -> ClassView:
    base = imports.use(Symbol(_KIT, "OpenWireModel" if found.open else "WireModel"))
    fields = tuple(_property(each, imports) for each in found.properties)
    return ClassView(Code(found.name), Code(base), fields, _one_line(found.description))


def _property(each: Property, imports: Imports) -> FieldView:
    kind = annotation(each.kind, imports)
    value: Node | None = None if each.required else "None"
    if each.name != each.field:
        # Not `alias`: that would be the argument's name for type checkers.
        name = literal(each.name)
        told = (named("validation_alias", name), named("serialization_alias", name))
        value = call(imports.use(_FIELD), *(() if value is None else (named("default", value),)), *told)
    return declared(
        each.field, kind if each.required else optional(each.kind, kind), value, _one_line(each.description)
    )


def _method(operation: Operation, classes: set[str], imports: Imports) -> MethodView:
    wanted: list[Node] = ["self", *_parameters(operation, imports)]
    answer = operation.answer
    told = "None" if answer is None else annotation(answer.kind, imports)
    await_ = "await " if answer is None else "return await "
    sent = call("self.call", *_sending(operation, classes, imports))
    return MethodView(
        signature=Code(signature(f"async def {operation.name}", wanted, f" -> {told}:", 4)),
        title=docstring(_told(operation), 8),
        sent=Code(await_ + laid(sent, 8, len(await_))),
    )


def _parameters(operation: Operation, imports: Imports) -> list[Node]:
    required: list[Node] = []
    may_be: list[Node] = []
    for each in operation.parameters:
        kind = annotation(each.kind, imports)
        if each.required:
            required.append(parameter(each.argument, kind))
        else:
            may_be.append(parameter(each.argument, optional(each.kind, kind), "None"))
    if operation.body is not None:
        kind = annotation(operation.body.kind, imports)
        if operation.body.required:
            required.append(parameter("body", kind))
        else:
            may_be.append(parameter("body", optional(operation.body.kind, kind), "None"))
    return ["*", *required, *may_be] if required or may_be else []


def _sending(operation: Operation, classes: set[str], imports: Imports) -> list[Node]:
    found: list[Node] = [python(operation.method), python(operation.path), _read(operation, classes, imports)]
    for name, place in (("values", "path"), ("query", "query"), ("headers", "header")):
        given = [_given(each, imports) for each in operation.parameters if each.place == place]
        if given:
            found.append(named(name, group(tuple(given), "{}")))
    body = operation.body
    if body is not None:
        media = () if body.form == "json" and body.media_type == _JSON else (python(body.media_type),)
        found.append(named("content", call(imports.use(Symbol(_KIT, f"{body.form}_content")), "body", *media)))
    if operation.answer is not None and operation.answer.media_type != _JSON:
        found.append(named("accept", python(operation.answer.media_type)))
    return found


def _given(each: Parameter, imports: Imports) -> Node:
    key = literal(each.argument if each.place == "path" else each.name)
    value: Node = each.argument
    if each.as_json:
        value = call(imports.use(Symbol(_KIT, "json_text")), value)
    elif each.delimiter:
        value = call(imports.use(Symbol(_KIT, "joined")), value, python(each.delimiter))
    return f"{key}: {value}"


def _read(operation: Operation, classes: set[str], imports: Imports) -> Node:
    """What reads the answer: its type, or an adapter where no class is that type."""
    if operation.answer is None:
        return "None"
    return _constant(operation) if _needs_adapter(operation, classes) else annotation(operation.answer.kind, imports)


def _adapter(operation: Operation, classes: set[str], imports: Imports) -> Iterator[FieldView]:
    if operation.answer is not None and _needs_adapter(operation, classes):
        kind = annotation(operation.answer.kind, imports)
        made = call(index(imports.use(_ADAPTER), kind), kind)
        yield FieldView(_assigned(_constant(operation), made))


def _needs_adapter(operation: Operation, classes: set[str]) -> bool:
    answer = operation.answer
    return answer is not None and answer.kind != Primitive("bytes") and adapted(answer.kind, classes)


def _constant(operation: Operation) -> str:
    """The name of the adapter of what an operation answers."""
    return f"_{operation.name.upper().rstrip('_')}_ANSWER"


def _told(operation: Operation) -> str:
    """What a method's docstring says."""
    place = f"`{operation.method} {operation.path}`"
    first = _one_line(operation.description)
    refusals = [
        f"Raises {_PROBLEMS[status]}: {_one_line(text) or status}"
        for status, text in operation.problems
        if status in _PROBLEMS
    ]
    parts = [*([first] if first else []), place, *(["\n".join(refusals)] if refusals else [])]
    return "\n\n".join(parts)


def _one_line(text: str) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TEXT else f"{line[: _LONGEST_TEXT - 1].rstrip()}…"
