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

_FOR_PEOPLE: tuple[dict[str, object], ...] = ({PERSON: []}, {SERVICE: [], ON_BEHALF_OF: []})
_FOR_SERVICES: tuple[dict[str, object], ...] = ({SERVICE: []},)
_ANYONE = "anyone"


def requirements(endpoint: Endpoint) -> list[object]:
    """Alternatives, any of which suffices; empty where anyone may call."""
    return list(_alternatives(_kinds(endpoint)))


def schemes(endpoints: tuple[Endpoint, ...]) -> dict[str, object]:
    """The security schemes that these endpoints name."""
    used = set[str]().union(*_alternatives(set[str]().union(*map(_kinds, endpoints))))
    return {name: scheme for name, scheme in _SCHEMES.items() if name in used}


def sentence(endpoint: Endpoint) -> str:
    """Who may call, in words."""
    callers = [_who(access) for access in endpoint.access]
    return "For anyone." if _ANYONE in callers else f"For {' or '.join(callers)}."


def _who(access: Access) -> str:
    match access.kind:
        case "public":
            return _ANYONE
        case "owner":
            return "a signed-in person, whose own rows alone are seen"
        case "role":
            return f"a person with the role `{access.role}`"
        case "service":
            return "a service that calls this one"
        case _:
            return "a signed-in person"


def _kinds(endpoint: Endpoint) -> set[str]:
    """The kinds of access; none where anyone may call."""
    kinds: set[str] = {access.kind for access in endpoint.access}
    return set() if "public" in kinds else kinds


def _alternatives(kinds: set[str]) -> tuple[dict[str, object], ...]:
    people = _FOR_PEOPLE if kinds - {"service"} else ()
    return (*people, *_FOR_SERVICES) if "service" in kinds else people
