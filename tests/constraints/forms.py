"""The texts that each form of value refuses: for every type of the models that judges a text, some that it must not
take, each with the piece that is wrong where it is not the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from pydantic.fields import FieldInfo

from plano.language.models import (
    access,
    addresses,
    environments,
    fields,
    names,
    platform,
    quantities,
    routes,
    schedules,
)
from plano.language.models import shapes as operations
from plano.language.models.systems import SystemDecl
from tests.constraints.sites import Alternative

Wrong = str | tuple[str, str]
"""A wrong text; in a pair, with the piece of it that must be pointed at."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a text is judged. `code` is said of a text, `not_text` of another kind of value, unless it `takes` that."""

    name: str
    mark: object
    code: str
    wrong: tuple[Wrong, ...]
    not_text: str = "wrong-type"
    takes: frozenset[str] = frozenset({"text"})


def _form(
    name: str, annotation: object, code: str, *wrong: Wrong, not_text: str = "", takes: tuple[str, ...] = ("text",)
) -> Form:
    return Form(name, get_args(annotation)[1], code, wrong, not_text or code, frozenset(takes))


FORMS: tuple[Form, ...] = (
    _form("label", names.Label, "bad-name", "Upper", "under_score", "1st", "-dash", "dash-", "a.b", "a b", "", "é",
          "a" * 64, "line\n", not_text="wrong-type"),
    _form("PascalCase", names.Pascal, "bad-name", "lower", "Under_Score", "1A", "A-B", "", "A" * 64, "Ä", "A\n",
          not_text="wrong-type"),
    _form("snake_case", names.Snake, "bad-name", "Upper", "a-b", "_a", "a__b", "a_", "1a", "", "a" * 64, "ä", "a\n",
          not_text="wrong-type"),
    _form("topic", names.TopicName, "bad-name", "Upper", ".a", "a.", "a..b", "a_b", "", "a.retry", "a.dead", "a" * 250,
          not_text="wrong-type"),
    _form("public path", routes.Prefix, "bad-path", "nothing", "/end/", "/a//b", "/a/../b", "/a b", "/ä", "",
          not_text="wrong-type"),
    _form("address", addresses.Address, "bad-value", "10.0.0.256", "host", "10.0.0.1/24", "", "10.0.0.1\n"),
    _form("network", addresses.Cidr, "bad-value", "10.0.0.1/24", "10.0.0.0", "10.0.0.0/33", "lan", ""),
    _form("domain", addresses.Domain, "bad-value", "nodot", "UPPER.example", "a..b", "-a.example", "a.example.", "",
          "a b.example", "a" * 64 + ".example", "a.example\n", "a." * 130 + "example"),
    _form("mail address", addresses.Email, "bad-value", "people", "@a.example", "people@", "a b@c.example", "a@b@c.d"),
    _form("URL", addresses.Url, "bad-value", "a.example", "//a.example", "https://", "https://a b", "https://u:p@a.b",
          "https://a.example:99999", "https://a.example:0", "https://a.example\n"),
    _form("host and port", addresses.HostPort, "bad-value", "kafka", "kafka:", "kafka:0", "kafka:65536", "kafka:x",
          ":9092"),
    _form("image", addresses.Image, "bad-value", "Upper/a", "", "a b", "/a", "a/",
          ("registry.example:99999/a:1", "registry.example:99999"), ("registry.example:0/a", "registry.example:0"),
          ("registry.example:new/a", "registry.example:new")),
    _form("path", addresses.UrlPath, "bad-value", "relative", "/a b", "/a?b", "/a#b", ""),
    _form("path of a collection", addresses.CollectionPath, "bad-value", "relative", "/a b", "/a?b", "/a/", "/a//b",
          "/", "/{a}", "/a/1", ""),
    _form("duration", quantities.Duration, "bad-value", "5", "5 s", "-1s", "0s", "1y", "s", "1.s", ""),
    _form("size", quantities.Size, "bad-value", "10", "1.5Gi", "0Gi", "10GB", "-1Gi", ""),
    _form("amount of CPU", quantities.Cpu, "bad-value", "0", "0.0", "1.2345", "-1", "one", "0m", "",
          takes=("text", "whole", "number")),
    _form("percentage", quantities.Percent, "bad-value", "70", "0%", "101%", "7.5%", "%", ""),
    _form("rate", quantities.Rate, "bad-value", "5", "0/s", "5/d", "5 / s", ""),
    _form("date", quantities.Date, "bad-value", "2030-13-01", "2030-02-30", "2030-1-1", "30.12.2030", "2030-W01-1", ""),
    _form("cron line", schedules.Cron, "bad-value", "0 2 * *", "0 2 * * * *", "", ("60 2 * * *", "60"),
          ("0 24 * * *", "24"), ("1 2 32 * *", "32"), ("1 2 * 13 *", "13"), ("1 2 * * 8", "8"), ("*/0 * * * *", "*/0"),
          ("5-1 * * * *", "5-1")),
    _form("time zone", schedules.Zone, "bad-value", "Europe/Nowhere", "", "madrid"),
    _form("place for backups", platform.Target, "bad-value", "disk", "ftp://a/b", "s3://", "None", ""),
    _form("type", fields.Type, "bad-type", ("strin", "strin"), ("int(3)", "int"), ("string(0)", "0"), "decimal(2.3)",
          ("decimal", "decimal"), ("list", "list"), "list(int", "",
          ("enum(a | a)", "a"), ("int?", "?"), ("int | null", "|"),
          ("int = 1", "="), not_text="wrong-type"),
    _form("pattern", fields.Pattern, "bad-pattern", ("a.b", "."), ("\\d+", "\\d"), ("(a", "("), ("[a", "["),
          ("a)", ")"), ("(?=a)", "(?"),
          "((a{255}){255}){255}", not_text="wrong-type"),
    _form("path of an operation", operations.Path, "bad-path", "relative", "/a/", "/a//b", ("/{a}", "{a}"),
          ("/{A: uuid}", "A"), ("/{a: int | null}", "int | null"), ("/{a: int}/{a: int}", "a"), ("/ü", "ü"), ""),
    _form("who may call", access.AccessItem, "bad-access", "everyone", "role()", "role(Upper)", "Owner", "role", ""),
    _form("response", get_args(get_args(operations.Response)[0])[1], "bad-value", "lower", "list()", "list(list(A))",
          "A_B", "", not_text="wrong-type", takes=("text", "map")),
    _form("default", fields.AnyScalar, "", not_text="wrong-type", takes=("text", "whole", "number", "flag")),
    _form("setting", environments.Setting, "", not_text="wrong-type", takes=("text", "whole", "number", "flag")),
)  # fmt: skip

VERSIONED = ("KafkaOverride", *(each.__name__ for each in SystemDecl.__subclasses__()))
PATTERNS: Mapping[str, tuple[str, ...]] = {
    "AcceptDecl.code": ("1", "a b", "", "-a"),
    "ConsumeDecl.group": ("a b", "", "a" * 250, "é"),
    "FieldDecl.values_were[]": ("1", "a b", "", "a-b"),
    "FieldDecl.values_were[key]": ("1", "a b", "", "a-b"),
    "PeerDecl.public_key": ("short", "", "A" * 44, "B" * 43 + "="),
    "PlatformDecl.languages[]": ("english", "e", "EN", "en_US", ""),
    "SecretsDecl.recipients[]": ("age1short", "", "AGE1" + "q" * 58),
    "SettingDecl.values_were[]": ("1", "a b", "", "a-b"),
    "SettingDecl.values_were[key]": ("1", "a b", "", "a-b"),
    "SloDecl.latency[key]": ("99", "p0", "p100", "p99.", ""),
    **dict.fromkeys((f"{name}.version" for name in VERSIONED), ("4 1", "", "-1", "v" * 64, "1:2")),
}
"""Texts beside the regular expressions that stand in the models themselves."""

SHORT_FIELDS: tuple[tuple[str, Wrong], ...] = (
    ("bad-type", ("strin", "strin")), ("bad-type", ("int(3)", "int")), ("bad-type", "list(int"), ("bad-type", ""),
    ("bad-type", ("int?", "?")), ("bad-type", ("int | text", "text")), ("bad-type", ("int = null", "null")),
    ("bad-default", ("int = x", "x")), ("bad-default", ("string(2) = abc", "abc")), ("bad-default", ("json = a", "a")),
    ("bad-default", ("enum(a | b) = c", "c")), ("bad-default", ("decimal(4.2) = 1.234", "1.234")),
)  # fmt: skip
"""Fields in their short form, each with the code that refuses it."""


def form_of(each: Alternative) -> Form | None:
    """The form that judges this alternative; None for plain texts, numbers, choices, maps and lists."""
    return next((form for form in FORMS if form.mark in each.marks), None)


def pattern_of(each: Alternative) -> str | None:
    """The regular expression that stands in the model itself."""
    for mark in each.marks:
        for inner in mark.metadata if isinstance(mark, FieldInfo) else ():
            pattern = getattr(inner, "pattern", None)
            if isinstance(pattern, str):
                return pattern
    return None
