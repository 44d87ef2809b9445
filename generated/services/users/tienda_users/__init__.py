"""Who people are and what they may do. It issues the tokens that the others check."""

from .context import Clients, Config, Context
from .entities.user import User, UserResponse
from .schemas import RegisterRequest, UpdateUserRequest

__all__ = ["Clients", "Config", "Context", "RegisterRequest", "UpdateUserRequest", "User", "UserResponse"]
