"""The events of libyaml.

There is no fall-back: the pure-Python parser is many times slower, and reads some texts differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import Event


class ParserMissingError(RuntimeError):
    """libyaml's parser is not installed."""


class YamlSyntaxError(Exception):
    """What libyaml could not read: `problem` in its words, `index` where."""

    def __init__(self, problem: str, index: int, context: str = "", context_index: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.index = index
        self.context = context
        self.context_index = context_index


@contextmanager
def parsing(text: str) -> Iterator[Callable[[], Event]]:
    """What gives the next event of `text`, whose marks count code points from 0.

    YamlSyntaxError from inside where it is not YAML, ParserMissingError without libyaml.
    """
    try:
        module = import_module("_ruamel_yaml")
    except ImportError:
        raise ParserMissingError(
            "the C parser for YAML is missing: install 'ruamel.yaml[oldlibyaml]' for this Python"
        ) from None
    try:
        following: Callable[[], Event] = module.CParser(text).get_event
        yield following
    except YAMLError as error:
        raise _fault(error, text) from None


def _fault(error: YAMLError, text: str) -> YamlSyntaxError:
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
