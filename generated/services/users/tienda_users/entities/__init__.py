"""The entities of this service."""

from .user import USERS, User, UserResponse

__all__ = ["USERS", "User", "UserResponse"]
