"""What every generated service runs on. Handlers need the names below; generated code imports the rest by module."""

from plano_kit.auth.principal import Principal
from plano_kit.messaging.event import Event, Retracted
from plano_kit.messaging.message import Message
from plano_kit.problems import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    PreconditionFailed,
    Problem,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    Unprocessable,
)

__all__ = [
    "BadRequest",
    "Conflict",
    "Event",
    "Forbidden",
    "Message",
    "NotFound",
    "PreconditionFailed",
    "Principal",
    "Problem",
    "Retracted",
    "TooManyRequests",
    "Unauthorized",
    "Unavailable",
    "Unprocessable",
]
