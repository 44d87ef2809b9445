"""Calls to others: typed clients of services, mail, and anything else with a URL.

What is shared by a process (connections, the own token) is an `Outbound`; what belongs to one transaction (the person
it runs for, the keys that make its calls repeatable) is a `CallScope`. A client is a cheap pair of the two.
"""

from plano_kit.clients.base import Client
from plano_kit.clients.described import DescribedClient
from plano_kit.clients.external import ExternalClient
from plano_kit.clients.outbound import Outbound
from plano_kit.clients.scope import CallScope
from plano_kit.clients.smtp import SmtpClient
from plano_kit.clients.tokens import ClientCredentials, TokenSource

__all__ = [
    "CallScope",
    "Client",
    "ClientCredentials",
    "DescribedClient",
    "ExternalClient",
    "Outbound",
    "SmtpClient",
    "TokenSource",
]
