"""The platform: parcels between depots. Every free-text key of the language stands in it as a slot."""

from __future__ import annotations

from tests.hostile.platform import slot

IMAGES = ("depots/Dockerfile", "office/Dockerfile", "people/Dockerfile")
API = ("contracts/depots.openapi.json", "haul_depots/openapi.json")
PEOPLE_API = ("contracts/people.openapi.json", "haul_people/openapi.json")
SHARED = ("haul_depots/types.py", "haul_office/types.py", "topics/parcels.sent.schema.json", "contracts/asyncapi.json")
EVENTS = ("haul_depots/events.py", "haul_office/events.py", "contracts/asyncapi.json")
SENT = (*EVENTS, "topics/parcels.sent.schema.json")
STATE = (*EVENTS, "topics/depots.state.schema.json")
ROW = ("entities/depot.py", "haul_depots/schemas.py", *API)
CLIENT = "haul_office/clients/depots.py"
MOVE = "haul_depots/operations.py"
SHAPES = ("haul_depots/schemas.py", *API)
CONFIG = "haul_depots/context.py"
ACCOUNT = ("entities/user.py", "haul_people/schemas.py", "haul_office/clients/people.py", *PEOPLE_API)


def _field(place: str, *told: str, key: str = "FieldDecl") -> dict[str, object]:
    """A text of which only the meaning is said, in the files `told`."""
    return {"type": "text", "description": slot(f"{place} description", f"{key}.description", *told)}


def _default(place: str, *told: str, key: str = "FieldDecl") -> dict[str, object]:
    return {"type": "text", "default": slot(f"{place} default", f"{key}.default", *told)}


def _pattern(place: str, *told: str, key: str = "FieldDecl") -> dict[str, object]:
    return {"type": "text", "pattern": slot(f"{place} pattern", f"{key}.pattern", *told, form="pattern")}


def _values(service: str) -> tuple[str, str]:
    """The values of a service in both environments."""
    return f"values/trial/{service}.yaml", f"values/production/{service}.yaml"


def _plain(*systems: str) -> dict[str, object]:
    """Systems that say nothing."""
    return {name: {} for name in systems}


PLATFORM: dict[str, object] = {
    "name": "haul",
    "description": slot(
        "platform description", "PlatformDecl.description", "catalogue/system.yaml", "catalogue/README.md"
    ),
    "domain": "haul.example",
    "registry": "registry.haul.example/haul",
    "repository": slot("repository", "PlatformDecl.repository", *IMAGES, form="url"),
    "contact": slot(
        "contact",
        "PlatformDecl.contact",
        *API,
        *PEOPLE_API,
        "haul_office/openapi.json",
        "contracts/asyncapi.json",
        form="email",
    ),
}

ENVIRONMENTS: dict[str, object] = {
    "trial": {
        "services": {
            "weather": {
                "url": slot("weather url in trial", "ServiceOverride.url", "values/trial/office.yaml", form="url")
            },
            "depots": {
                "config": {
                    "greeting": slot("greeting in trial", "ServiceOverride.config.*", "values/trial/depots.yaml")
                }
            },
        },
        "systems": {"kafka": {}},
    },
    "production": {},
}

SYSTEMS: dict[str, object] = {
    **_plain("kubernetes", "traefik", "certificates", "nginx", "elk", "prometheus", "grafana", "jenkins"),
    "argocd": {},
    **_plain("secrets", "longhorn"),
    "longhorn": {
        "replicas": 1,
    },
    "kafka": {
        "brokers": 1,
    },
    "nfs": {
        "export": slot("export", "NfsDecl.export", form="path"),
    },
    "cloudflare": {
        "zone": "haul.example",
    },
    "wireguard": {},
}

ROLES = ["control-plane", "worker", "ingress", "build", "postgresql", "longhorn", "nfs"]
HOSTS: dict[str, object] = {
    "one": {"address": "10.17.3.21", "public": "203.0.113.10", "roles": ROLES},
    "far": {"address": "10.99.0.1", "public": "203.0.113.11", "roles": ["vpn"]},
}

TYPES: dict[str, object] = {
    "Label": {
        "told": _field("type", *SHARED, *API),
        "given": _default("type", *SHARED, *API),
        "checked": _pattern("type", *SHARED, *API),
    }
}

TOPICS: dict[str, object] = {
    "parcels.sent": {
        "description": slot("topic description", "TopicDecl.description", *SENT, "contracts/topics.json"),
        "key": "parcel_id",
        "fields": {
            "parcel_id": "uuid",
            "told": _field("topic field", *SENT),
            "given": _default("topic field", *SENT),
            "checked": _pattern("topic field", *SENT),
            "label": "Label",
        },
    },
    "depots.state": {
        "description": slot("compacted topic description", "TopicDecl.description", *STATE, "contracts/topics.json"),
        "key": "depot_id",
        "compact": True,
        "fields": {"depot_id": "uuid", "told": _field("compacted topic field", *STATE)},
    },
}

DEPOTS: dict[str, object] = {
    "kind": "fastapi",
    "description": slot(
        "depots description", "ServiceDecl.description", "haul_depots/__init__.py", "haul_depots/service.py", *API
    ),
    "database": "main",
    "entities": {
        "Depot": {
            "fields": {
                "told": _field("entity field", *ROW, CLIENT),
                "given": _default("entity field", *ROW, CLIENT),
                "checked": _pattern("entity field", *ROW),
                "maybe": {**_pattern("nullable entity field", *ROW), "nullable": True},
                "hidden": {**_field("hidden entity field", *ROW, CLIENT), "writeonly": True, "sensitive": True},
                "mail": {
                    "type": "email",
                    "default": slot("email default", "FieldDecl.default", *ROW, CLIENT, form="email"),
                },
                "site": {"type": "url", "default": slot("url default", "FieldDecl.default", *ROW, CLIENT, form="url")},
                "label": "Label",
            },
        }
    },
    "expose": {"Depot": ["list", "get", "create", "update", "delete"]},
    "operations": {
        "move": {
            "method": "POST",
            "path": "/move/{depot_id: uuid}",
            "query": {
                "told": _field("query", *API) | {"nullable": True},
                "asked": _default("query", *API, MOVE, CLIENT),
                "sought": _pattern("query", *API, MOVE) | {"nullable": True},
            },
            "request": {
                "what": _field("request", *SHAPES, CLIENT),
                "given": _default("request", *SHAPES, CLIENT),
                "checked": _pattern("request", *SHAPES),
            },
            "response": {
                "what": _field("response", *SHAPES, CLIENT),
                "given": _default("response", *SHAPES, CLIENT),
                "checked": _pattern("response", *SHAPES),
            },
            "access": ["user", "service"],
        }
    },
    "publishes": ["parcels.sent", "depots.state"],
    "config": {
        "greeting": _default("config", CONFIG, key="SettingDecl"),
        "told": _field("config", CONFIG, key="SettingDecl") | {"nullable": True},
        "checked": _pattern("config", CONFIG, key="SettingDecl") | {"nullable": True},
        "token": _field("secret", CONFIG, key="SettingDecl") | {"secret": True},
    },
    "volumes": {
        "notes": {
            "class": "shared",
            "size": "1Gi",
            "path": slot("volume", "VolumeDecl.path", *_values("depots"), form="path"),
        }
    },
}

OFFICE: dict[str, object] = {
    "kind": "fastapi",
    "description": slot(
        "office description",
        "ServiceDecl.description",
        "haul_office/__init__.py",
        "haul_office/service.py",
        "haul_office/openapi.json",
    ),
    "database": "main",
    "calls": ["depots", "people", "mail", "weather"],
    "consumes": {"parcels.sent": {"retry": {"mode": "topics"}}, "depots.state": {}},
}

PEOPLE: dict[str, object] = {
    "kind": "fastapi",
    "description": slot(
        "people description",
        "ServiceDecl.description",
        "haul_people/__init__.py",
        "haul_people/service.py",
        *PEOPLE_API,
    ),
    "database": "main",
    "issuer": True,
    "entities": {
        "User": {
            "fields": {
                "email": "email",
                "told": _field("account field", *ACCOUNT),
                "given": _default("account field", *ACCOUNT),
            },
            "unique": [["email"]],
            "owner": "id",
        }
    },
    "expose": {"User": {"get": ["owner", "service"], "update": "owner"}},
}

SERVICES: dict[str, object] = {
    "depots": DEPOTS,
    "office": OFFICE,
    "people": PEOPLE,
    "box": {
        "kind": "container",
        "description": slot("box description", "ServiceDecl.description", "components/box.yaml", "catalogue/README.md"),
        "image": "registry.haul.example/box:1",
        "health": slot("health", "ServiceDecl.health", *_values("box"), form="path"),
    },
    "web": {
        "kind": "vue",
        "description": slot("web description", "ServiceDecl.description", "components/web.yaml", "catalogue/README.md"),
        "title": slot("title", "ServiceDecl.title", "components/web.yaml"),
    },
    "mail": {
        "kind": "external",
        "description": slot(
            "mail description", "ServiceDecl.description", "resources/external_mail.yaml", "catalogue/README.md"
        ),
        "url": slot("mail url", "ServiceDecl.url", *_values("office"), form="smtp"),
    },
    "weather": {
        "kind": "external",
        "url": slot("weather url", "ServiceDecl.url", "values/production/office.yaml", form="url"),
        "openapi": slot("openapi file", "ServiceDecl.openapi"),
    },
}

HAULAGE: dict[str, object] = {
    "blueprint": 1,
    "platform": PLATFORM,
    "environments": ENVIRONMENTS,
    "networks": {"lan": ["10.17.3.0/24"]},
    "hosts": HOSTS,
    "systems": SYSTEMS,
    "backups": {"target": slot("backups", "BackupsDecl.target", form="target")},
    "alerts": {
        "email": slot("alerts email", "AlertsDecl.email", form="email"),
        "webhook": slot("alerts webhook", "AlertsDecl.webhook", form="url"),
        "through": "mail",
    },
    "databases": {"main": {"host": "one"}},
    "types": TYPES,
    "topics": TOPICS,
    "services": SERVICES,
    "routes": {"/": {"service": "web"}, "/api/auth": {"service": "people"}},
    "accept": [
        {
            "code": "role-without-use",
            "subject": slot("accept subject", "AcceptDecl.subject"),
            "reason": slot("accept reason", "AcceptDecl.reason"),
        }
    ],
}
"""The whole blueprint; `platform.filled` puts texts into it."""
