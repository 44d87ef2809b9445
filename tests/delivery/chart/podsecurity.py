"""The `restricted` level of the Pod Security Standards, as rules over a pod's template.

Source: Kubernetes, "Pod Security Standards" (v1.35), profiles Baseline and Restricted, read control by control.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.delivery.chart.platforms import Tree, at, labels, rows

# Restricted, "Volume Types".
_VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
# Baseline, "Sysctls".
_SYSCTLS = {
    "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
}  # fmt: skip


def violations(pod: Tree) -> list[str]:
    """The controls that a pod's template violates; empty where the namespace would take it."""
    spec, annotations = at(pod, "spec"), labels(at(pod, "metadata", "annotations"))
    found = [text for rule in _POD_RULES for text in rule(spec)]
    for container in _containers(spec):
        found += [text for rule in _CONTAINER_RULES for text in rule(spec, container)]
    if any(key.startswith("container.apparmor.security.beta.kubernetes.io/") for key in annotations):
        found.append("AppArmor")
    return found


def _containers(spec: object) -> list[Tree]:
    kinds = ("initContainers", "containers", "ephemeralContainers")
    return [each for kind in kinds for each in rows(at(spec, kind))]


def _host_namespaces(spec: object) -> Iterator[str]:
    if any(at(spec, key) for key in ("hostNetwork", "hostPID", "hostIPC")):
        yield "Host Namespaces"


def _volume_types(spec: object) -> Iterator[str]:
    if any(set(volume) - {"name"} - _VOLUMES for volume in rows(at(spec, "volumes"))):
        yield "Volume Types"


def _sysctls(spec: object) -> Iterator[str]:
    if any(each["name"] not in _SYSCTLS for each in rows(at(spec, "securityContext", "sysctls"))):
        yield "Sysctls"


def _host_process(spec: object, container: Tree) -> Iterator[str]:
    if _effective(spec, container, "windowsOptions", "hostProcess"):
        yield "HostProcess"


def _privileged(spec: object, container: Tree) -> Iterator[str]:
    if at(container, "securityContext", "privileged"):
        yield "Privileged Containers"


def _capabilities(spec: object, container: Tree) -> Iterator[str]:
    given = at(container, "securityContext", "capabilities")
    drop, add = at(given, "drop"), at(given, "add")
    if not isinstance(drop, list) or "ALL" not in drop or (isinstance(add, list) and set(add) - {"NET_BIND_SERVICE"}):
        yield "Capabilities"


def _host_ports(spec: object, container: Tree) -> Iterator[str]:
    if any(port.get("hostPort") for port in rows(container.get("ports"))):
        yield "Host Ports"


def _escalation(spec: object, container: Tree) -> Iterator[str]:
    if at(container, "securityContext", "allowPrivilegeEscalation") is not False:
        yield "Privilege Escalation"


def _non_root(spec: object, container: Tree) -> Iterator[str]:
    if _effective(spec, container, "runAsNonRoot") is not True:
        yield "Running as Non-root"
    if _effective(spec, container, "runAsUser") == 0:
        yield "Running as Non-root user"


def _seccomp(spec: object, container: Tree) -> Iterator[str]:
    if _effective(spec, container, "seccompProfile", "type") not in ("RuntimeDefault", "Localhost"):
        yield "Seccomp"


def _app_armor(spec: object, container: Tree) -> Iterator[str]:
    if _effective(spec, container, "appArmorProfile", "type") not in (None, "RuntimeDefault", "Localhost"):
        yield "AppArmor"


def _selinux(spec: object, container: Tree) -> Iterator[str]:
    options = _effective(spec, container, "seLinuxOptions")
    types = (None, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
    if at(options, "type") not in types or at(options, "user") or at(options, "role"):
        yield "SELinux"


def _proc_mount(spec: object, container: Tree) -> Iterator[str]:
    if at(container, "securityContext", "procMount") not in (None, "Default"):
        yield "/proc Mount Type"


def _probe_hosts(spec: object, container: Tree) -> Iterator[str]:
    """Baseline since v1.34, "Host Probes / Lifecycle Hooks": a probe asks the pod, never another host."""
    asked = [at(container, probe) for probe in ("livenessProbe", "readinessProbe", "startupProbe")]
    asked += [at(container, "lifecycle", hook) for hook in ("postStart", "preStop")]
    if any(at(each, kind, "host") for each in asked for kind in ("httpGet", "tcpSocket")):
        yield "Host Probes / Lifecycle Hooks"


def _effective(spec: object, container: Tree, *path: str) -> object:
    """A container's own setting goes before the pod's."""
    own = at(container, "securityContext", *path)
    return at(spec, "securityContext", *path) if own is None else own


_POD_RULES: tuple[Callable[[object], Iterator[str]], ...] = (_host_namespaces, _volume_types, _sysctls)
_CONTAINER_RULES: tuple[Callable[[object, Tree], Iterator[str]], ...] = (
    _host_process, _privileged, _capabilities, _host_ports, _escalation, _non_root, _seccomp, _app_armor, _selinux,
    _proc_mount, _probe_hosts,
)  # fmt: skip
