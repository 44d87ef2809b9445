"""Where something is on a network."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from plano.language.models.base import reads, refuse, shown, written

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = rf"^(?=.{{1,253}}$){_LABEL}(\.{_LABEL})+$"  # RFC 1035, section 2.3.4: 255 octets in the wire's form
EMAIL = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)+$"
HOST_PORT = r"^[A-Za-z0-9.-]+:[0-9]{1,5}$"
IMAGE = r"^[a-z0-9]+([._:/@-][A-Za-z0-9._-]+)*$"
URL_PATH = r"^/[^\s?#]*$"
COLLECTION = r"^(/(?!\.\.?(/|$))[A-Za-z0-9._~-]+)*/[._~0-9-]*[A-Za-z][A-Za-z0-9._~-]*$"
_PORT = "a port is a number from 1 to 65535"
_URL = r"^[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#@]+([/?#]\S*)?$"  # what is refused beyond it, `_url` says


def _text(pattern: str, what: str, mend: str) -> Callable[[object], str]:
    compiled = re.compile(pattern.removesuffix("$") + r"\Z")

    def check(value: object) -> str:
        if not isinstance(value, str) or compiled.match(value) is None:
            raise refuse("bad-value", f"{shown(value)} is not {what}", mend)
        return value

    return check


def _address(value: object) -> str:
    try:
        if isinstance(value, str):
            return str(ipaddress.ip_address(value))
    except ValueError:
        pass
    raise refuse("bad-value", f"{shown(value)} is not an IP address", "such as 10.0.0.11")


def _cidr(value: object) -> str:
    try:
        if isinstance(value, str) and "/" in value:
            return str(ipaddress.ip_network(value))
    except ValueError as error:
        if "host bits" in str(error):
            network = ipaddress.ip_interface(str(value)).network
            raise refuse(
                "bad-value", f"{shown(value)} is an address, not a network", f"its network is {network}"
            ) from None
    raise refuse(
        "bad-value", f"{shown(value)} is not a network", "an address and the length of its prefix: 10.0.0.0/24"
    )


def _url(value: object) -> str:
    mend = "a scheme, a host and where needed a port: https://api.example.com, smtp://mail.example.com:587"
    if not isinstance(value, str) or re.search(r"[\s\x00-\x1f]", value):
        raise refuse("bad-value", f"{shown(value)} is not a URL", mend)
    try:
        parts = urlsplit(value)
        usable = bool(parts.scheme and parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise refuse("bad-value", f"{shown(value)} is not a URL", mend)
    if parts.username is not None or parts.password is not None:
        raise refuse(
            "bad-value", "an address holds no user and no password", "credentials are derived secrets, kept elsewhere"
        )
    return value


def _host_port(value: object) -> str:
    text = _text(HOST_PORT, "a host and port", "such as kafka-1.example.com:9092")(value)
    if not _is_port(text.rpartition(":")[2]):
        raise refuse("bad-value", f"{shown(value)} has no such port", _PORT)
    return text


def _image(value: object) -> str:
    """What stands before the first `/` is a host, and its `:` begins a port; a later `:` begins a tag."""
    text = _text(IMAGE, "the name of an image", "such as registry.example.com/team/tool:1.4")(value)
    host, path, _ = text.partition("/")
    _, port, number = host.partition(":")
    if path and port and not _is_port(number):
        raise refuse("bad-value", f"the registry {shown(host)} has no such port", _PORT, host)
    return text


def _is_port(text: str) -> bool:
    return re.fullmatch("[0-9]{1,5}", text) is not None and 0 < int(text) < 65536


Address = Annotated[
    str,
    reads(_address),
    written("IP address", "IPv4 or IPv6.", "10.17.4.20", "2001:db8::20", pattern=r"^[0-9a-fA-F.:]+$"),
]
"""An IPv4 or IPv6 address in its shortest form."""

Cidr = Annotated[
    str,
    reads(_cidr),
    written("network", "An address and the length of its prefix.", "10.0.0.0/24", pattern=r"^[0-9a-fA-F.:]+/[0-9]+$"),
]
"""A network with its prefix length, host bits zero."""

Domain = Annotated[
    str,
    reads(_text(DOMAIN, "a domain", "lower-case labels joined by dots: shop.example.com")),
    written("domain", "Lower-case labels joined by dots.", "shop.example.com", pattern=DOMAIN),
]

Email = Annotated[
    str,
    reads(_text(EMAIL, "a mail address", "such as people@example.com")),
    written("mail address", "A mailbox and its domain.", "people@example.com", format="email", pattern=EMAIL),
]

Url = Annotated[
    str,
    reads(_url),
    written(
        "URL",
        "A scheme, a host and where needed a port and a path; no user and no password.",
        "https://api.example.com",
        "smtp://mail.example.com:587",
        format="uri",
        pattern=_URL,
    ),
]

HostPort = Annotated[
    str,
    reads(_host_port),
    written("host and port", "A name or an address, and a port.", "kafka-1.example.com:9092", pattern=HOST_PORT),
]

Image = Annotated[
    str,
    reads(_image),
    written("image", "A registry, a path and where needed a tag.", "registry.example.com/team/tool:1.4", pattern=IMAGE),
]

UrlPath = Annotated[
    str,
    reads(_text(URL_PATH, "a path", "it starts with / and holds no space, ? or #")),
    written("path", "It starts with `/` and holds no space, `?` or `#`.", "/healthz", pattern=URL_PATH),
]

CollectionPath = Annotated[
    str,
    reads(
        _text(COLLECTION, "a collection's path", "parts of letters, digits, '.', '_', '~', '-'; the last has a letter")
    ),
    written(
        "collection",
        "Parts of letters, digits, `.`, `_`, `~` and `-`, the last with a letter.",
        "/people",
        pattern=COLLECTION,
    ),
]
"""Its last part names the methods of clients and handlers: `/shop/order-items` gives `list_order_items`."""
