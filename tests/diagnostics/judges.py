"""Who judges a form: a schema for each that can have one, and a reader of GitHub's workflow commands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from jsonschema import Draft4Validator, Draft202012Validator

SCHEMAS = Path(__file__).parent / "schemas"


def faults(schema: str, document: object) -> list[str]:
    """What is wrong in a document, as the schema of that name in `schemas` sees it; empty where nothing is."""
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))
    dialect = Draft4Validator if "draft-04" in rules["$schema"] else Draft202012Validator
    dialect.check_schema(rules)
    return [error.message for error in dialect(rules).iter_errors(document)]


def element(text: str) -> Element:
    """The root of an XML document that a program reads."""
    return fromstring(text.encode("utf-8"))


def shape(node: Element) -> dict[str, object]:
    """An element as the name, attributes and children that a JSON Schema can judge."""
    return {"name": node.tag, "attributes": dict(node.attrib), "children": [shape(child) for child in node]}


@dataclass(frozen=True, slots=True)
class Command:
    """A workflow command as GitHub's runner reads it."""

    name: str
    properties: dict[str, str]
    message: str


def commands(text: str) -> list[Command]:
    """The commands in a log, one for each line that is one. ValueError where a line is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines.pop():
        raise ValueError("the last line does not end")
    return [_command(line) for line in lines]


def _command(line: str) -> Command:
    if not line.startswith("::") or "::" not in line[2:]:
        raise ValueError(f"no command: {line!r}")
    head, _, message = line[2:].partition("::")
    name, _, listed = head.partition(" ")
    properties = {}
    for pair in listed.split(","):
        key, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"no property: {pair!r}")
        properties[key] = _decoded(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","})
    if name not in ("error", "warning", "notice"):
        raise ValueError(f"no command that annotates: {name!r}")
    return Command(name, properties, _decoded(message, {"%0D": "\r", "%0A": "\n"}))


def _decoded(text: str, codes: dict[str, str]) -> str:
    for code, char in codes.items():
        text = text.replace(code, char)
    return text.replace("%25", "%")
