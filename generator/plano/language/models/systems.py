"""Systems of the platform. What is not named is not deployed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano.language.models.addresses import Address, Cidr, Domain, HostPort, UrlPath
from plano.language.models.base import Flag, Integer, Model
from plano.language.models.names import Label
from plano.language.models.quantities import Duration, Size


class SystemDecl(Model):
    """What every system may say."""

    version: str | None = None
    """A version other than the one that this release of Plano knows best."""


class KubernetesDecl(SystemDecl):
    """The cluster."""

    api: Address | None = None
    """The virtual address of its API, needed with several control-plane hosts."""
    existing: Flag = False
    """It is already there, and is not installed."""


class TraefikDecl(SystemDecl):
    """The way in."""


class CertificatesDecl(SystemDecl):
    """cert-manager, with a wildcard certificate for each environment."""


class NginxDecl(SystemDecl):
    """Paths, limits and the pages of front ends behind Traefik."""


class KafkaDecl(SystemDecl):
    """One Kafka per environment."""

    brokers: Annotated[Integer, Field(ge=1, le=99)] = 3
    """How many brokers."""
    storage: Size = "20Gi"
    """Room for each broker."""
    bootstrap: tuple[HostPort, ...] = ()
    """Where a Kafka already runs; it is not installed then."""


class LonghornDecl(SystemDecl):
    """Block volumes."""

    replicas: Annotated[Integer, Field(ge=1, le=20)] = 3
    """Copies of each volume."""


class NfsDecl(SystemDecl):
    """Shared volumes."""

    export: UrlPath = "/srv/shared"
    """The folder that the nfs host exports."""


class ElkDecl(SystemDecl):
    """Logs: Elasticsearch, Logstash, Kibana."""

    retention: Duration = 1_209_600
    """How long logs are kept. Default: 14d."""
    storage: Size = "50Gi"
    """Room for each node."""


class PrometheusDecl(SystemDecl):
    """Metrics and alerts."""

    retention: Duration = 1_296_000
    """How long metrics are kept. Default: 15d."""
    storage: Size = "50Gi"
    """Room for them."""


class GrafanaDecl(SystemDecl):
    """Dashboards."""


class ArgocdDecl(SystemDecl):
    """Deployment from Git."""


class JenkinsDecl(SystemDecl):
    """Builds."""


class GatewayDecl(Model):
    """The host through which the VPN reaches the `lan`."""

    host: Label
    """Which host."""
    address: Address
    """Its address in the VPN."""


class PeerDecl(Model):
    """A machine of a person."""

    address: Address
    """Its address in the VPN."""
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$")]
    """Its WireGuard key; the private one never leaves the machine."""


class WireguardDecl(SystemDecl):
    """The VPN."""

    gateway: GatewayDecl | None = None
    """The host through which the VPN reaches the `lan`."""
    network: Cidr = "10.99.0.0/24"
    """The VPN's own addresses."""
    peers: dict[Label, PeerDecl] = Field(default_factory=dict)
    """Machines of people."""


class CloudflareDecl(SystemDecl):
    """Public names and what stands before them."""

    zone: Domain
    """The zone, which holds the platform's domain."""


class SecretsDecl(SystemDecl):
    """Where secrets are kept."""

    store: Literal["sops"] = "sops"
    """The store."""
    recipients: tuple[Annotated[str, Field(pattern=r"^age1[02-9ac-hj-np-z]{58}$")], ...] = ()
    """The age keys of those who may read them."""


class SystemsDecl(Model):
    """Name → options; `{}` takes the defaults."""

    kubernetes: KubernetesDecl | None = None
    traefik: TraefikDecl | None = None
    certificates: CertificatesDecl | None = None
    nginx: NginxDecl | None = None
    kafka: KafkaDecl | None = None
    longhorn: LonghornDecl | None = None
    nfs: NfsDecl | None = None
    elk: ElkDecl | None = None
    prometheus: PrometheusDecl | None = None
    grafana: GrafanaDecl | None = None
    argocd: ArgocdDecl | None = None
    jenkins: JenkinsDecl | None = None
    wireguard: WireguardDecl | None = None
    cloudflare: CloudflareDecl | None = None
    secrets: SecretsDecl | None = None

    def named(self) -> dict[str, SystemDecl]:
        """The systems that the blueprint names, sorted by name."""
        found: dict[str, SystemDecl] = {}
        for name in sorted(type(self).model_fields):
            options = getattr(self, name)
            if isinstance(options, SystemDecl):
                found[name] = options
        return found
