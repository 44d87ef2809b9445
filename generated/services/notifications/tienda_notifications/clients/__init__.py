"""Typed clients of the services that this one calls."""

from .users import UsersClient

__all__ = ["UsersClient"]
