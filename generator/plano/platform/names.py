"""Names that are derived from names, for Python, PostgreSQL, HTTP and Kafka."""

from __future__ import annotations

import re
from functools import lru_cache

_KEPT = 1 << 16
"""How many names are remembered: all of a blueprint with thousands of services, in some megabytes."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(_KEPT)
def snake(name: str) -> str:
    """`OrderItem`, `order-item` or `order.item` as `order_item`."""
    return _HUMP.sub("_", name).replace("-", "_").replace(".", "_").lower()


def kebab(name: str) -> str:
    """`OrderItem` as `order-item`."""
    return snake(name).replace("_", "-")


@lru_cache(_KEPT)
def pascal(name: str) -> str:
    """`order-items`, `order_items` or `order.items` as `OrderItems`."""
    words = name.replace("-", "_").replace(".", "_").split("_")
    return "".join([word[:1].upper() + word[1:] for word in words])


def generated_package(platform: str, service: str) -> str:
    """The Python package that is generated for a service: `tienda_order_items`."""
    return f"{snake(platform)}_{snake(service)}"


def database_role(platform: str, environment: str, service: str) -> str:
    """The name of a service's database in an environment, and of the role that it runs as."""
    return f"{snake(platform)}_{snake(environment)}_{snake(service)}"


def collection_path(entity: str) -> str:
    """Where an entity's collection stands without a `path`: `/order-items`."""
    return f"/{kebab(entity)}s"


def collection_name(path: str) -> str:
    """The plural that names an entity's methods, from its path: `/shop/order-items` gives `order_items`."""
    segments = [part for part in path.split("/") if part and not part.startswith("{")]
    return re.sub(r"\W", "_", segments[-1]).lower() if segments else "items"


def consumer_group(service: str, topic: str) -> str:
    """The group in which a service consumes a topic."""
    return f"{service}.{topic}"


def retry_topic(topic: str, service: str) -> str:
    """Where messages wait that a service could not handle yet."""
    return f"{topic}.{service}.retry"


def dead_topic(topic: str, service: str) -> str:
    """Where messages end that a service could not handle."""
    return f"{topic}.{service}.dead"
