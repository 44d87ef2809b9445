"""One log stream of many processes: the service's name in front, JSON lines made readable."""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path

from plano.local.traces import cause, shortened

_HIDDEN = {"@timestamp", "log.level", "message", "service.name", "service.environment", "log.logger", "trace.id"}


class Form(Enum):
    """How lines are shown: for a person, as they came, or not at all."""

    READABLE = "readable"
    JSON = "json"
    NONE = "none"


class LogStream:
    """Writes lines to stdout. `root` is the repository whose services speak."""

    def __init__(self, form: Form, root: Path) -> None:
        self._form = form
        self._root = root.resolve()

    def line(self, name: str, line: str) -> None:
        """One line that the process `name` said."""
        if self._form is Form.READABLE:
            sys.stdout.write(f"{name:<16}{readable(line, self._root)}\n")
        elif self._form is Form.JSON:
            told = line if line.startswith("{") else json.dumps({"message": line})
            sys.stdout.write(f"{told}\n")
        sys.stdout.flush()


def readable(line: str, root: Path) -> str:
    """A JSON log line as text; any other line as it is. `root` is where the services are.

    Of a stack trace the frames of the services stay, and of a warning's, which says that all went on, the cause alone.
    """
    if not line.startswith("{"):
        return line
    try:
        record = json.loads(line)
    except ValueError:
        return line
    level, message = str(record.get("log.level", "")), str(record.get("message", ""))
    trace = str(record.pop("error.stack_trace", ""))
    if level == "warning" and (found := cause(trace, root, str(record.get("error", "")))):
        record.pop("error", None)
        trace, message = "", f"{message}: {found}"
    rest = " ".join(f"{name}={value}" for name, value in record.items() if name not in _HIDDEN)
    text = f"{level:<8}{message}  {rest}".rstrip()
    return "\n".join([text, *shortened(trace, root)]) if trace else text
