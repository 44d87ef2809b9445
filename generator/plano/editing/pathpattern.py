"""Paths with a name left open."""

from __future__ import annotations

from plano.language.places import Path

PathPattern = tuple[str | None, ...]
"""A path in which None stands for any name."""


def fits(path: Path, pattern: PathPattern) -> bool:
    """Whether a path is one of those that a pattern means."""
    return len(path) == len(pattern) and all(want in (None, step) for step, want in zip(path, pattern, strict=True))
