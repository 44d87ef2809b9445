"""Events between services: outbox and relay on one side, consumers with an inbox on the other.

Nothing here knows a topic of its own; aiokafka is touched in `broker.py`, `relay.py`, `member.py` and `watchdog.py`.
"""

from plano_kit.messaging.event import Event, Retracted
from plano_kit.messaging.message import Message

__all__ = ["Event", "Message", "Retracted"]
