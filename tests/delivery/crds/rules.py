"""The rules in CEL that a CustomResourceDefinition holds beside its schema, run as the API server runs them.

Source: Kubernetes, "Extend the Kubernetes API with CustomResourceDefinitions", section "Validation rules" (v1.35).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import celpy
from celpy.adapter import CELJSONDecoder
from celpy.evaluation import CELEvalError

DELIVERY = Path(__file__).parents[1]
VALIDATIONS = "x-kubernetes-validations"

# Words of CEL that a field may be called: there it stands between underscores. Same source.
_RESERVED = {
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
    "let", "loop", "package", "namespace", "return", "var", "void", "while",
}  # fmt: skip
_MARKS = {"__": "__underscores__", ".": "__dot__", "-": "__dash__", "/": "__slash__"}

# What the API server writes where nothing is said, before it runs the rules; the schemas here hold no defaults.
# Source: Gateway API 1.5.1, ParentReference, BackendObjectReference, HTTPRouteRule and HTTPPathMatch.
DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "HTTPRoute spec.parentRefs": {"group": "gateway.networking.k8s.io", "kind": "Gateway"},
    "HTTPRoute spec.rules": {"matches": [{"path": {"type": "PathPrefix", "value": "/"}}]},
    "HTTPRoute spec.rules.matches": {"path": {"type": "PathPrefix", "value": "/"}},
    "HTTPRoute spec.rules.matches.path": {"type": "PathPrefix", "value": "/"},
    "HTTPRoute spec.rules.backendRefs": {"group": "", "kind": "Service"},
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is about, and what is said where it does not hold."""

    place: str
    text: str
    message: str

    @property
    def transition(self) -> bool:
        """Whether it compares with what stood there before: a new object has nothing of the kind."""
        return "oldSelf" in self.text


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule that was run on a value, and why it refuses it; empty where it does not."""

    rule: Rule
    refusal: str


@cache
def schema_of(kind: str) -> Mapping[str, object]:
    """The schema of a kind, which lies beside the tests of its emitter. KeyError where there is none."""
    found = [path for path in DELIVERY.glob("*/schemas/*.json") if path.stem.lower() == kind.lower()]
    if not found:
        raise KeyError(f"there is no schema of {kind} under tests/delivery/*/schemas/: put its definition there")
    schema: Mapping[str, object] = json.loads(found[0].read_text("utf-8"))
    return schema


def rules_of(kind: str) -> tuple[Rule, ...]:
    """All rules of a kind, those of what an object may leave out too."""
    return tuple(_rules(schema_of(kind), (kind,)))


@cache
def compiled(text: str) -> celpy.Runner:
    """The program of a rule. CELParseError where this engine does not read it."""
    environment = celpy.Environment()
    return environment.program(environment.compile(text))


def verdicts(found: Mapping[str, object]) -> list[Verdict]:
    """Every rule that applies to an object, as it was run on it. A rule that fails while it runs refuses."""
    kind = str(found["kind"])
    return list(_judged(schema_of(kind), _filled(found, (kind,)), (kind,)))


def refusals(found: Mapping[str, object]) -> list[str]:
    """Why the API server would refuse an object; empty where it would not."""
    return [f"{each.rule.place}: {each.refusal}" for each in verdicts(found) if each.refusal]


def _judged(schema: object, value: object, place: tuple[str, ...]) -> Iterator[Verdict]:
    for rule in _own(schema, place):
        if not rule.transition:
            yield Verdict(rule, _refusal(rule, schema, value))
    for name, inner, shown in _inner(schema):
        if isinstance(value, Mapping) and name == "*":
            for key in value:
                yield from _judged(inner, value[key], (*place, str(key)))
        elif isinstance(value, Mapping) and name in value:
            yield from _judged(inner, value[name], (*place, *shown))
        elif isinstance(value, list) and name == "[]":
            for each in value:
                yield from _judged(inner, each, place)


def _refusal(rule: Rule, schema: object, value: object) -> str:
    try:
        holds = compiled(rule.text).evaluate({"self": CELJSONDecoder().decode(json.dumps(_escaped(schema, value)))})
    except CELEvalError as error:
        return f"{rule.text} cannot be run: {error.args[0]}"
    return "" if holds else rule.message or rule.text


def _rules(schema: object, place: tuple[str, ...]) -> Iterator[Rule]:
    yield from _own(schema, place)
    for _, inner, shown in _inner(schema):
        yield from _rules(inner, (*place, *shown))


def _own(schema: object, place: tuple[str, ...]) -> Iterator[Rule]:
    shown = f"{place[0]} {'.'.join(place[1:])}"
    if isinstance(schema, Mapping):
        for each in schema.get(VALIDATIONS, ()):
            yield Rule(shown, each["rule"], each.get("message", ""))


def _inner(schema: object) -> Iterator[tuple[str, object, tuple[str, ...]]]:
    """Name, schema and step of each part: `*` for any key of a map, `[]` for the items of a list."""
    if not isinstance(schema, Mapping):
        return
    for name, inner in schema.get("properties", {}).items():
        yield name, inner, (name,)
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield "*", schema["additionalProperties"], ("*",)
    if "items" in schema:
        yield "[]", schema["items"], ()


def _filled(value: object, place: tuple[str, ...]) -> object:
    """A copy of `value` with what the API server adds to it."""
    if isinstance(value, list):
        return [_filled(each, place) for each in value]
    if isinstance(value, Mapping):
        whole = {**DEFAULTS.get(f"{place[0]} {'.'.join(place[1:])}", {}), **value}
        return {key: _filled(each, (*place, str(key))) for key, each in whole.items()}
    return value


def _escaped(schema: object, value: object) -> object:
    """`value` with its fields called as rules call them; the keys of a map stay as they are."""
    if isinstance(value, list):
        inner = next((each for name, each, _ in _inner(schema) if name == "[]"), None)
        return [_escaped(inner, each) for each in value]
    if isinstance(value, Mapping):
        fields = {name: each for name, each, _ in _inner(schema)}
        return {
            _field(str(key)) if key in fields else str(key): _escaped(fields.get(str(key), fields.get("*")), each)
            for key, each in value.items()
        }
    return value


def _field(name: str) -> str:
    if name in _RESERVED:
        return f"__{name}__"
    for mark, written in _MARKS.items():
        name = name.replace(mark, written)
    return name
