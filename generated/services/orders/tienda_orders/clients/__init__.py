"""Typed clients of the services that this one calls."""

from .catalog import CatalogClient

__all__ = ["CatalogClient"]
