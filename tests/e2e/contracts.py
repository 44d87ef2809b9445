"""Judges events by the AsyncAPI document that was generated with the service."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


class Judge:
    """The payload and header schemas of every topic."""

    def __init__(self, root: Path) -> None:
        document = json.loads((root / "generated" / "contracts" / "asyncapi.json").read_text())
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry = Registry().with_resource("urn:asyncapi", resource)
        self._document = document

    def faults(self, event: dict[str, object]) -> list[str]:
        """What is wrong with a record; nothing where the contract holds."""
        found = []
        for part, value in (("payload", event["payload"]), ("headers", event["headers"])):
            for pointer in self._pointers(str(event["topic"]), part):
                validator = Draft202012Validator({"$ref": f"urn:asyncapi#{pointer}"}, registry=self._registry)
                found += [f"{part}: {error.message}" for error in validator.iter_errors(value)]
        return found

    def _pointers(self, topic: str, part: str) -> list[str]:
        """Where the schemas of that part stand; references are followed to a place that is not one."""
        channels = self._document["channels"]
        name = next(name for name, each in channels.items() if each["address"] == topic)
        found = []
        for key in channels[name]["messages"]:
            pointer = self._resolved(f"/channels/{_escaped(name)}/messages/{_escaped(key)}")
            if part in self._at(pointer):
                schema = self._resolved(f"{pointer}/{part}")
                found.append(f"{schema}/schema" if "schemaFormat" in self._at(schema) else schema)
        assert found
        return found

    def _resolved(self, pointer: str) -> str:
        held = self._at(pointer)
        return self._resolved(str(held["$ref"])[1:]) if "$ref" in held else pointer

    def _at(self, pointer: str) -> dict[str, object]:
        held = self._document
        for step in pointer.split("/")[1:]:
            held = held[step.replace("~1", "/").replace("~0", "~")]
        assert isinstance(held, dict)
        return held


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
