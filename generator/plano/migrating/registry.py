"""The migrations of the language that there are: a new version of it adds one file here and one line."""

from __future__ import annotations

from plano.migrating.model import Migration

MIGRATIONS: tuple[Migration, ...] = ()
"""Each leads from a version to the one after it."""
