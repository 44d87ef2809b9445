"""What no tool checks: that the objects of an environment refer to each other rightly.

Each function takes the objects that are applied together and gives a sentence for each reference that leads nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from tests.delivery.chart.platforms import Tree, at, labels, of_kind, pods, rows

Objects = Sequence[Tree]


def findings(objects: Objects) -> list[str]:
    """Everything that any of the checks finds."""
    return [text for check in CHECKS for text in check(objects)]


def one_of_each_name(objects: Objects) -> Iterator[str]:
    counted = Counter((_name(each), at(each, "metadata", "namespace")) for each in objects)
    yield from (f"{name} is there {count} times" for (name, _), count in counted.items() if count > 1)


def selectors_match_labels(objects: Objects) -> Iterator[str]:
    """A Deployment selects its own pods and nobody else's, and spreads those."""
    for each in of_kind(objects, "Deployment"):
        selector = labels(at(each, "spec", "selector", "matchLabels"))
        chosen = [owner for owner, pod in pods(objects) if selects(selector, pod)]
        if chosen != [_name(each)]:
            yield f"{_name(each)} selects the pods of {chosen}"
        for spread in rows(at(each, "spec", "template", "spec", "topologySpreadConstraints")):
            if labels(at(spread, "labelSelector", "matchLabels")) != selector:
                yield f"{_name(each)} spreads other pods than its own"


def services_reach_ports(objects: Objects) -> Iterator[str]:
    """A Service selects pods that run for long, and each of them has the port that it names."""
    for service in of_kind(objects, "Service"):
        selector = labels(at(service, "spec", "selector"))
        chosen = [(owner, pod) for owner, pod in pods(objects) if selects(selector, pod)]
        if not chosen:
            yield f"{_name(service)} selects no pod"
        for owner, pod in chosen:
            if not owner.startswith("Deployment "):
                yield f"{_name(service)} selects the pods of {owner}, which ends"
            for port in rows(at(service, "spec", "ports")):
                if port["targetPort"] not in port_names(pod):
                    yield f"{_name(service)} sends to port {port['targetPort']}, which {owner} has not"


def routes_reach_services(objects: Objects) -> Iterator[str]:
    for route in of_kind(objects, "HTTPRoute"):
        for rule in rows(at(route, "spec", "rules")):
            for backend in rows(at(rule, "backendRefs")):
                ports = [
                    port["port"]
                    for service in of_kind(objects, "Service")
                    if at(service, "metadata", "name") == backend["name"]
                    for port in rows(at(service, "spec", "ports"))
                ]
                if backend["port"] not in ports:
                    yield f"{_name(route)} leads to {backend['name']}:{backend['port']}, which is not there"


def monitors_find_services(objects: Objects) -> Iterator[str]:
    for monitor in of_kind(objects, "ServiceMonitor"):
        selector = labels(at(monitor, "spec", "selector", "matchLabels"))
        found = [
            each
            for each in of_kind(objects, "Service")
            if selector.items() <= labels(at(each, "metadata", "labels")).items()
        ]
        if len(found) != 1:
            yield f"{_name(monitor)} finds {len(found)} Services"
        names = {port["name"] for service in found for port in rows(at(service, "spec", "ports"))}
        for endpoint in rows(at(monitor, "spec", "endpoints")):
            if endpoint["port"] not in names:
                yield f"{_name(monitor)} scrapes port {endpoint['port']}, which no Service has"


def every_pod_has_one_policy(objects: Objects) -> Iterator[str]:
    policies = of_kind(objects, "NetworkPolicy")
    for owner, pod in pods(objects):
        own = [each for each in policies if selects(labels(at(each, "spec", "podSelector", "matchLabels")), pod)]
        if len(own) != 1:
            yield f"{owner} has {len(own)} network policies"
    for policy in policies:
        selector = labels(at(policy, "spec", "podSelector", "matchLabels"))
        if not any(selects(selector, pod) for _, pod in pods(objects)):
            yield f"{_name(policy)} is about no pod"
        if at(policy, "spec", "policyTypes") != ["Ingress", "Egress"]:
            yield f"{_name(policy)} leaves a direction open"


def scalers_have_targets(objects: Objects) -> Iterator[str]:
    """An autoscaler has a Deployment that fixes no replicas; a budget has pods of which there are two or more."""
    scaled: dict[str, object] = {}
    for scaler in of_kind(objects, "HorizontalPodAutoscaler"):
        name = f"Deployment {at(scaler, 'spec', 'scaleTargetRef', 'name')}"
        scaled[name] = at(scaler, "spec", "minReplicas")
        target = [each for each in of_kind(objects, "Deployment") if _name(each) == name]
        if not target:
            yield f"{_name(scaler)} scales {name}, which is not there"
        elif at(target[0], "spec", "replicas") is not None:
            yield f"{name} fixes its replicas, and {_name(scaler)} changes them"
    fewest = {
        _name(each): scaled.get(_name(each), at(each, "spec", "replicas")) for each in of_kind(objects, "Deployment")
    }
    for name, replicas in fewest.items():
        if replicas is None:
            yield f"{name} does not say how many"
    for budget in of_kind(objects, "PodDisruptionBudget"):
        selector = labels(at(budget, "spec", "selector", "matchLabels"))
        chosen = [owner for owner, pod in pods(objects) if selects(selector, pod)]
        counts = [fewest.get(owner) for owner in chosen]
        if not counts or not all(isinstance(count, int) and count >= 2 for count in counts):
            yield f"{_name(budget)} keeps {chosen} of {counts} replicas from moving"


def pods_refer_to_what_is_there(objects: Objects) -> Iterator[str]:
    """Accounts, claims, mounts and the ports of probes; and no variable is said twice."""
    accounts = {at(each, "metadata", "name") for each in of_kind(objects, "ServiceAccount")}
    claims = {at(each, "metadata", "name") for each in of_kind(objects, "PersistentVolumeClaim")}
    for owner, pod in pods(objects):
        if at(pod, "spec", "serviceAccountName") not in accounts:
            yield f"{owner} runs as {at(pod, 'spec', 'serviceAccountName')}, which is not there"
        volumes = rows(at(pod, "spec", "volumes"))
        for volume in volumes:
            claim = at(volume, "persistentVolumeClaim", "claimName")
            if claim is not None and claim not in claims:
                yield f"{owner} claims {claim}, which is not there"
        for container in rows(at(pod, "spec", "containers")):
            mounted = {each["name"] for each in rows(container.get("volumeMounts"))}
            if mounted != {each["name"] for each in volumes}:
                yield f"{owner} does not mount its volumes: {mounted}"
            told = Counter(str(each["name"]) for each in rows(container.get("env")))
            yield from (f"{owner} is told {name} {count} times" for name, count in told.items() if count > 1)
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                port = at(container, probe, "httpGet", "port") or at(container, probe, "tcpSocket", "port")
                if port is not None and port not in port_names(pod):
                    yield f"{owner} is probed at port {port}, which it has not"


CHECKS: tuple[Callable[[Objects], Iterator[str]], ...] = (
    one_of_each_name,
    selectors_match_labels,
    services_reach_ports,
    routes_reach_services,
    monitors_find_services,
    every_pod_has_one_policy,
    scalers_have_targets,
    pods_refer_to_what_is_there,
)


def selects(selector: dict[str, str], pod: Tree) -> bool:
    """Whether a selector of labels chooses a pod; one without labels would choose all."""
    return bool(selector) and selector.items() <= labels(at(pod, "metadata", "labels")).items()


def port_names(pod: Tree) -> dict[object, object]:
    """Name → number of each port that the pod's containers declare."""
    containers = rows(at(pod, "spec", "containers"))
    return {port["name"]: port["containerPort"] for each in containers for port in rows(each.get("ports"))}


def _name(found: Tree) -> str:
    return f"{found['kind']} {at(found, 'metadata', 'name')}"
