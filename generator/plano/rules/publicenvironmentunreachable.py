"""public-environment-unreachable: public, and nowhere on the internet."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related, Severity
from plano.language.blueprint import Blueprint
from plano.language.places import Path, Places
from plano.rules.findings import listed

CODE = "public-environment-unreachable"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """Where routes lead into a public environment, requests arrive at an `ingress` host's `public` address, or at a
    vpn host's, which forwards them through the VPN. A cluster that is there already has its own way in.

    An error where `cloudflare` is named, since its records would point nowhere; else a warning, since a router
    that no blueprint names may forward what arrives.
    """
    systems = blueprint.systems
    public = _public(blueprint)
    if systems.kubernetes is None or systems.kubernetes.existing or not blueprint.routes or not public:
        return
    if not blueprint.hosts or _has_door(blueprint):
        return
    at: Path = ("environments", public[-1], "public")
    written = places.has(at)
    ingress = [name for name, host in blueprint.hosts.items() if "ingress" in host.roles]
    give = f"give {ingress[0]!r} its" if ingress else "give a host the role 'ingress' and a"
    related = [Related("has no 'public' address", places.key(("hosts", name))) for name in ingress[:3]]
    if systems.cloudflare is not None:
        related.append(Related("its records would point nowhere", places.key(("systems", "cloudflare"))))
    yield Diagnostic(
        CODE, Severity.WARNING if systems.cloudflare is None else Severity.ERROR,
        f"{listed(public)} {'is' if len(public) == 1 else 'are'} public, and no host lets requests in",
        places.value(at) if written else places.key(at[:-1]),
        "" if written else "the last environment is public unless it says otherwise",
        f"{give} 'public' address, or one to a vpn host, which forwards; or write 'public: false'",
        related=tuple(related), subject=f"environment {public[-1]}",
    )  # fmt: skip


def _public(blueprint: Blueprint) -> list[str]:
    last = list(blueprint.environments)[-1]
    return [
        name
        for name, options in blueprint.environments.items()
        if (name == last if options.public is None else options.public)
    ]


def _has_door(blueprint: Blueprint) -> bool:
    """Whether a host is on the internet, and has a role by which requests come in."""
    doors = {"ingress"} if blueprint.systems.wireguard is None else {"ingress", "vpn"}
    return any(host.public is not None and not doors.isdisjoint(host.roles) for host in blueprint.hosts.values())
