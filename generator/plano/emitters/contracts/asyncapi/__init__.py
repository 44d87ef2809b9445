"""The AsyncAPI 3 document of a platform: every topic, who sends to it and who receives from it."""

from plano.emitters.contracts.asyncapi.document import EventsView, document, view

__all__ = ["EventsView", "document", "view"]
