"""The entrance: how a request of the browser reaches an environment's routes."""

from __future__ import annotations

from collections.abc import Iterator

from plano.graph.mermaid import edge, identifier, node
from plano.graph.topology import BROWSER
from plano.platform.model import Environment, Host, Platform

GATEWAY = "gateway"


def host_id(name: str) -> str:
    """A host's identifier."""
    return identifier("host", name)


def entrance(platform: Platform, environment: Environment) -> Iterator[str]:
    """Browser, hosts that let it in, and the gateway that the routes start from; nothing without routes.

    A public environment is entered at the `ingress` hosts that have a public address, else at the `vpn` hosts, which
    forward; any other one at the `ingress` hosts' own addresses, from inside.
    """
    if not platform.routes:
        return
    yield node(BROWSER, "circle", "browser", "" if environment.public else "inside, or on the VPN")
    yield node(GATEWAY, "stadium", "ingress", *_duties(platform))
    address = f"https://{environment.domain}"
    ingress = [host for host in platform.hosts if "ingress" in host.roles]
    forwarding = [host for host in platform.hosts if "vpn" in host.roles and host.public]
    public = [host for host in ingress if host.public]
    if not ingress:
        yield edge(BROWSER, GATEWAY, address)
    elif not environment.public or public or not forwarding:
        entered = public if environment.public and public else ingress
        yield from (edge(BROWSER, _id(host), address) for host in entered)
        yield from (edge(_id(host), GATEWAY) for host in entered)
    else:
        yield from (edge(BROWSER, _id(host), address) for host in forwarding)
        yield from (edge(gate, _id(host), "forwards 443") for gate in map(_id, forwarding) for host in ingress)
        yield from (edge(_id(host), GATEWAY) for host in ingress)


def _duties(platform: Platform) -> tuple[str, ...]:
    """What does what: with nginx, Traefik keeps to TLS and host names; without it, it does the paths too."""
    named = {system.name for system in platform.systems}
    nginx = "nginx" in named
    first = "TLS and host names" if nginx else "TLS, host names, paths and limits"
    return (f"traefik: {first}" if "traefik" in named else "", "nginx: paths and limits" if nginx else "")


def _id(host: Host) -> str:
    return host_id(host.name)
