"""What tests of a service stand on: a real PostgreSQL, tokens of a test issuer, and what every service must hold.

Loaded into pytest by `-p plano_kit.testing.plugin`; nothing outside of tests imports from here.
"""

from plano_kit.testing.stand import Endpoint, Stand
from plano_kit.testing.suite import ServiceTests

__all__ = ["Endpoint", "ServiceTests", "Stand"]
