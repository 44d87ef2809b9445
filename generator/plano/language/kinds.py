"""Which keys a service may have, by its kind."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related, Severity
from plano.language.models.messages import ConsumeDecl
from plano.language.models.services import CONTAINER_CONSUMES, KEYS, ServiceDecl
from plano.language.places import Path, Places
from plano.language.read import Document
from plano.language.scalars import Value

_OTHERS: dict[str, frozenset[str]] = {kind: frozenset(ServiceDecl.model_fields) - keys for kind, keys in KEYS.items()}
_NOT_IN_CONTAINERS = frozenset(ConsumeDecl.model_fields) - CONTAINER_CONSUMES


def keys_of_other_kinds(document: Document) -> Iterator[tuple[Path, Diagnostic]]:
    """Each key that the language knows, but not for a service of this kind."""
    services = document.value.get("services") if isinstance(document.value, dict) else None
    for name, service in services.items() if isinstance(services, dict) else ():
        if not isinstance(service, dict):
            continue
        kind = service.get("kind")
        others = _OTHERS.get(kind) if isinstance(kind, str) else None
        if others is None:
            continue
        path: Path = ("services", name)
        for key in service:
            if key in others:
                having: list[str] = [known for known, keys in KEYS.items() if key in keys]
                said = f"a {kind} service has no {key!r}"
                yield (*path, key), _refused(document.places, (*path, key), said, having)
        consumes = service.get("consumes")
        if kind == "container" and isinstance(consumes, dict):
            yield from _container_consumes(consumes, path, document.places)


def _container_consumes(consumes: dict[str, Value], path: Path, places: Places) -> Iterator[tuple[Path, Diagnostic]]:
    for topic, options in consumes.items():
        for key in options if isinstance(options, dict) else ():
            if key in _NOT_IN_CONTAINERS:
                inner = (*path, "consumes", topic, key)
                said = f"a container's own code decides {key!r}, not the blueprint"
                yield inner, _refused(places, inner, said, ["fastapi"])


def _refused(places: Places, path: Path, said: str, having: list[str]) -> Diagnostic:
    service = path[:2]
    kind = Related("its kind is said here", places.value((*service, "kind")))
    mend = "only services of kind " + " and ".join(having) + " have it; remove it, or change the kind"
    return Diagnostic(
        "key-of-another-kind",
        Severity.ERROR,
        said,
        places.key(path),
        "",
        mend,
        related=(kind,),
        subject=f"service {service[1]}",
    )
