"""What stops the local platform, in words for its user."""

from __future__ import annotations


class LocalError(Exception):
    """Why something cannot run here: one sentence, and what to do about it."""
