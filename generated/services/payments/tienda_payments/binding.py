"""Where the hand-written module meets its contract."""

from services.payments import handlers as module

from .contract import Handlers

handlers: Handlers = module
