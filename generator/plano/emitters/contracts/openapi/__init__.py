"""The OpenAPI 3.1 document of a service: what its running API does, from the same resolved graph.

The generated package carries it and the API serves it, so nothing here may promise what the kit does not keep.
"""

from plano.emitters.contracts.openapi.document import ApiView, build, document, view

__all__ = ["ApiView", "build", "document", "view"]
