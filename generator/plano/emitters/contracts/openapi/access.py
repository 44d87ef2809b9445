"""Who may call an operation, as OpenAPI's security requirements and as a sentence."""

from __future__ import annotations

from plano.platform.model import Access, Endpoint

PERSON = "person"
SERVICE = "service"
ON_BEHALF_OF = "onBehalfOf"

_SCHEMES: dict[str, dict[str, object]] = {
    PERSON: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A person's access token.",
    },
    SERVICE: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A service's own token, from the issuer by client credentials.",
    },
    ON_BEHALF_OF: {
        "type": "apiKey",
        "in": "header",
        "name": "Plano-On-Behalf-Of",
        "description": "The access token of the person for whom a service calls, beside the service's own.",
    },
}


def requirements(endpoint: Endpoint) -> list[object]:
    """Alternatives, any of which suffices; empty where anyone may call."""
    kinds = {access.kind for access in endpoint.access}
    if "public" in kinds:
        return []
    wanted: list[object] = []
    if kinds - {"service"}:
        wanted += [{PERSON: []}, {SERVICE: [], ON_BEHALF_OF: []}]
    if "service" in kinds:
        wanted.append({SERVICE: []})
    return wanted


def schemes(endpoints: tuple[Endpoint, ...]) -> dict[str, object]:
    """The security schemes that these endpoints name."""
    used = {name for endpoint in endpoints for wanted in requirements(endpoint) for name in _names(wanted)}
    return {name: scheme for name, scheme in _SCHEMES.items() if name in used}


def sentence(endpoint: Endpoint) -> str:
    """Who may call, in words."""
    if any(access.kind == "public" for access in endpoint.access):
        return "For anyone."
    return f"For {' or '.join(_who(access) for access in endpoint.access)}."


def _who(access: Access) -> str:
    match access.kind:
        case "owner":
            return "a signed-in person, whose own rows alone are seen"
        case "role":
            return f"a person with the role `{access.role}`"
        case "service":
            return "a service that calls this one"
        case _:
            return "a signed-in person"


def _names(requirement: object) -> tuple[str, ...]:
    return tuple(requirement) if isinstance(requirement, dict) else ()
