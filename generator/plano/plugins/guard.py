"""The guard around code of other packages: whatever it raises becomes a finding that names the package."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from plano.diagnostics.model import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Package:
    """Who brings a plug-in: the distribution with its version, the group, and the entry point's name and value."""

    distribution: str
    group: str
    entry: str
    value: str

    def finding(self, said: str, mend: str = "") -> Diagnostic:
        """An error that names the package and the entry point; `mend` comes before the way out that always is."""
        message = f"{self._kind} {self.entry!r} of the package {self.distribution} {said}"
        out = f"tell its authors, or uninstall it: pip uninstall {self.distribution.split(' ')[0]}"
        return Diagnostic(
            "bad-plugin", Severity.ERROR, message, None, "", f"{mend}; else {out}" if mend else out
        )  # fmt: skip

    @property
    def _kind(self) -> str:
        return "the emitter" if self.group.endswith(".emitters") else "the rules"


class Caught:
    """A context in which nothing raised goes on; `error` is what was raised, if anything.

    An exit that code asks for is caught too. Ctrl-C is not: it is a person's.
    """

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> Caught:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception | SystemExit):
            return False
        self.error = error
        return True


def raised(error: BaseException) -> str:
    """What was raised and where, in words: `raised ValueError: no such port (compose.py, line 12)`."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    with Caught() as silent:
        said = " ".join(str(error).split())[:200]
    if silent.error is not None:
        said = "without words"
    return f"raised {type(error).__name__}{': ' if said else ''}{said}{where}"
