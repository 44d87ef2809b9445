"""One log stream of many processes: the service's name in front, JSON lines made readable."""

from __future__ import annotations

import json
import sys
from enum import Enum

_HIDDEN = {"@timestamp", "log.level", "message", "service.name", "service.environment", "log.logger", "trace.id"}


class Form(Enum):
    """How lines are shown: for a person, as they came, or not at all."""

    READABLE = "readable"
    JSON = "json"
    NONE = "none"


class LogStream:
    """Writes lines to stdout."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def line(self, name: str, line: str) -> None:
        """One line that the process `name` said."""
        if self._form is Form.READABLE:
            sys.stdout.write(f"{name:<16}{readable(line)}\n")
        elif self._form is Form.JSON:
            told = line if line.startswith("{") else json.dumps({"message": line})
            sys.stdout.write(f"{told}\n")
        sys.stdout.flush()


def readable(line: str) -> str:
    """A JSON log line as text; any other line as it is."""
    if not line.startswith("{"):
        return line
    try:
        record = json.loads(line)
    except ValueError:
        return line
    stack = record.pop("error.stack_trace", None)
    rest = " ".join(f"{name}={value}" for name, value in record.items() if name not in _HIDDEN)
    text = f"{record.get('log.level', '')!s:<8}{record.get('message', '')}  {rest}".rstrip()
    return f"{text}\n{stack}" if stack else text
