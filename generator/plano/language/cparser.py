"""The events of libyaml.

There is no fall-back: the pure-Python parser is many times slower, and reads some texts differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Protocol


class ParserMissingError(RuntimeError):
    """libyaml's parser is not installed."""


class Mark(Protocol):
    """A place in the text: `index` counts code points from 0."""

    index: int


class Event(Protocol):
    """What all events have."""

    start_mark: Mark
    end_mark: Mark


class NodeEvent(Event, Protocol):
    """An event that begins a value."""

    anchor: str | None
    tag: str | None


class ScalarEvent(NodeEvent, Protocol):
    """A scalar; `style` is empty for a plain one."""

    value: str
    style: str


class CollectionEvent(NodeEvent, Protocol):
    """The beginning of a mapping or a sequence."""

    flow_style: bool


class DocumentEvent(Event, Protocol):
    """The beginning of a document; `version` and `tags` come from its directives."""

    version: tuple[int, int] | None
    tags: dict[str, str] | None


class YamlSyntaxError(Exception):
    """What libyaml could not read: `problem` in its words, `index` where."""

    def __init__(self, problem: str, index: int, context: str = "", context_index: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.index = index
        self.context = context
        self.context_index = context_index


def events(text: str) -> Iterator[Event]:
    """The events of `text`; YamlSyntaxError where it is not YAML, ParserMissingError without libyaml."""
    try:
        module = import_module("_ruamel_yaml")
    except ImportError:
        raise ParserMissingError(
            "the C parser for YAML is missing: install 'ruamel.yaml[oldlibyaml]' for this Python"
        ) from None
    fault: type[Exception] = import_module("ruamel.yaml.error").YAMLError
    try:
        parser = module.CParser(text)
        has_more: Callable[[], bool] = parser.check_event
        following: Callable[[], Event] = parser.get_event
        while has_more():
            yield following()
    except fault as error:
        raise _fault(error, text) from None


def _fault(error: Exception, text: str) -> YamlSyntaxError:
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    position = getattr(error, "position", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    index = mark.index if mark is not None else position if isinstance(position, int) else len(text)
    return YamlSyntaxError(
        str(problem),
        min(index, len(text)),
        str(getattr(error, "context", None) or ""),
        None if context is None else min(context.index, len(text)),
    )
