"""Whether this process should be replaced: what `/livez` answers, with no I/O."""

from __future__ import annotations


class Liveness:
    """What is hung, by name, with the reason."""

    def __init__(self) -> None:
        self._hung: dict[str, str] = {}

    def fail(self, name: str, reason: str) -> None:
        """Report that `name` is hung."""
        self._hung[name] = reason

    def recover(self, name: str) -> None:
        """Report that `name` moves."""
        self._hung.pop(name, None)

    @property
    def reasons(self) -> dict[str, str]:
        """What is hung now; empty while all is well."""
        return dict(self._hung)
