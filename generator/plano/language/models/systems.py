"""Systems of the platform. What is not named is not deployed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plano.language.models.addresses import Address, Cidr, Domain, HostPort, UrlPath
from plano.language.models.base import Flag, Integer, Model
from plano.language.models.names import Label, Version
from plano.language.models.quantities import Duration, Size


class SystemDecl(Model):
    """What every system may say."""

    version: Version | None = None
    """A version other than the one that this release of Plano knows best. Example: `"1.34.1"`."""


class KubernetesDecl(SystemDecl):
    """The cluster."""

    api: Address | None = None
    """The virtual address of its API, needed with several control-plane hosts. Example: `10.17.4.20`."""
    existing: Flag = False
    """It is already there, and is not installed. Example: `true`."""


class TraefikDecl(SystemDecl):
    """The way in."""


class CertificatesDecl(SystemDecl):
    """cert-manager, with a wildcard certificate for each environment."""


class NginxDecl(SystemDecl):
    """Paths, limits and the pages of front ends behind Traefik."""


class KafkaDecl(SystemDecl):
    """One Kafka per environment."""

    brokers: Annotated[Integer, Field(ge=1, le=99)] = 3
    """How many brokers. Example: `3`."""
    storage: Size = "20Gi"
    """Room for each broker. Example: `50Gi`."""
    bootstrap: tuple[HostPort, ...] = ()
    """Where a Kafka already runs; it is not installed then.

    Example: `["kafka-1.tienda.example:9092", "kafka-2.tienda.example:9092"]`.
    """


class LonghornDecl(SystemDecl):
    """Block volumes."""

    replicas: Annotated[Integer, Field(ge=1, le=20)] = 3
    """Copies of each volume. Example: `2`."""


class NfsDecl(SystemDecl):
    """Shared volumes."""

    export: UrlPath = "/srv/shared"
    """The folder that the nfs host exports. Example: `/srv/shared`."""


class ElkDecl(SystemDecl):
    """Logs: Elasticsearch, Logstash, Kibana."""

    retention: Duration = 1_209_600
    """How long logs are kept. Example: `30d`."""
    storage: Size = "50Gi"
    """Room for each node. Example: `100Gi`."""


class PrometheusDecl(SystemDecl):
    """Metrics and alerts."""

    retention: Duration = 1_296_000
    """How long metrics are kept. Example: `30d`."""
    storage: Size = "50Gi"
    """Room for them. Example: `100Gi`."""


class GrafanaDecl(SystemDecl):
    """Dashboards."""


class ArgocdDecl(SystemDecl):
    """Deployment from Git."""


class JenkinsDecl(SystemDecl):
    """Builds."""


class GatewayDecl(Model):
    """The host through which the VPN reaches the `lan`."""

    host: Label
    """Which host. Example: `lb-1`."""
    address: Address
    """Its address in the VPN. Example: `10.99.0.2`."""


class PeerDecl(Model):
    """A machine of a person."""

    address: Address
    """Its address in the VPN. Example: `10.99.0.11`."""
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$", title="WireGuard key")]
    """Its WireGuard key; the private one never leaves the machine.

    Example: `"GtL7fZc/bLnqZldpVofMCD6hDjrK28SsdLxevJ+qtKU="`.
    """


class WireguardDecl(SystemDecl):
    """The VPN."""

    gateway: GatewayDecl | None = None
    """The host through which the VPN reaches the `lan`. Example: `{host: lb-1, address: 10.99.0.2}`."""
    network: Cidr = "10.99.0.0/24"
    """The VPN's own addresses. Example: `10.99.0.0/24`."""
    peers: dict[Label, PeerDecl] = Field(default_factory=dict)
    """Machines of people.

    Example: `{laptop-1: {address: 10.99.0.11, public_key: "GtL7fZc/bLnqZldpVofMCD6hDjrK28SsdLxevJ+qtKU="}}`.
    """


class CloudflareDecl(SystemDecl):
    """Public names and what stands before them."""

    zone: Domain
    """The zone, which holds the platform's domain. Example: `tienda.example`."""


class SecretsDecl(SystemDecl):
    """Where secrets are kept."""

    store: Literal["sops"] = "sops"
    """The store. Example: `sops`."""
    recipients: tuple[Annotated[str, Field(pattern=r"^age1[02-9ac-hj-np-z]{58}$", title="age key")], ...] = ()
    """The age keys of those who may read them.

    Example: `[age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]`.
    """


class SystemsDecl(Model):
    """Name → options; `{}` takes the defaults."""

    kubernetes: KubernetesDecl | None = None
    """The cluster. Example: `{api: 10.17.4.20}`."""
    traefik: TraefikDecl | None = None
    """The way in. Example: `{}`."""
    certificates: CertificatesDecl | None = None
    """cert-manager, with a wildcard certificate for each environment. Example: `{}`."""
    nginx: NginxDecl | None = None
    """Paths, limits and the pages of front ends behind Traefik. Example: `{}`."""
    kafka: KafkaDecl | None = None
    """One Kafka per environment. Example: `{brokers: 3, storage: 50Gi}`."""
    longhorn: LonghornDecl | None = None
    """Block volumes. Example: `{replicas: 3}`."""
    nfs: NfsDecl | None = None
    """Shared volumes. Example: `{export: /srv/shared}`."""
    elk: ElkDecl | None = None
    """Logs: Elasticsearch, Logstash, Kibana. Example: `{retention: 14d}`."""
    prometheus: PrometheusDecl | None = None
    """Metrics and alerts. Example: `{retention: 15d}`."""
    grafana: GrafanaDecl | None = None
    """Dashboards. Example: `{}`."""
    argocd: ArgocdDecl | None = None
    """Deployment from Git. Example: `{}`."""
    jenkins: JenkinsDecl | None = None
    """Builds. Example: `{}`."""
    wireguard: WireguardDecl | None = None
    """The VPN. Example: `{gateway: {host: lb-1, address: 10.99.0.2}, network: 10.99.0.0/24}`."""
    cloudflare: CloudflareDecl | None = None
    """Public names and what stands before them. Example: `{zone: tienda.example}`."""
    secrets: SecretsDecl | None = None
    """Where secrets are kept. Example: `{store: sops}`."""

    def named(self) -> dict[str, SystemDecl]:
        """The systems that the blueprint names, sorted by name."""
        found: dict[str, SystemDecl] = {}
        for name in sorted(type(self).model_fields):
            options = getattr(self, name)
            if isinstance(options, SystemDecl):
                found[name] = options
        return found
