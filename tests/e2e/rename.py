"""Rename every name of the reference platform, its handlers with it, so that nothing can lean on a shop's words.

Each letter of a name moves 13 places in the alphabet, which keeps case, hyphens and dots, so that a
derived name (`PlaceOrderRequest`, `tienda_orders`) is the rotation of its parts. Paths keep the `s` of
their plural. Kept as they are: the reserved `admin`, the kit's `/auth`, and the gateway's `/api`.
"""

from __future__ import annotations

import ast
import codecs
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from ruamel.yaml import YAML

Tree = dict[str, object]


def rotated(name: str) -> str:
    """The new name of `name`."""
    return name if name == "admin" else codecs.encode(name, "rot13")


def rotated_path(path: str) -> str:
    """The new form of a path; typed parameters keep their types."""
    return "/".join(_segment(part) for part in path.split("/"))


def _segment(part: str) -> str:
    if part in ("", "api", "auth"):
        return part
    if typed := re.fullmatch(r"\{(\w+): (\w+)\}", part):
        return f"{{{rotated(typed[1])}: {typed[2]}}}"
    return rotated(part[:-1]) + "s" if part.endswith("s") else rotated(part)


def rename_repository(source: Path, target: Path) -> None:
    """Write the renamed blueprint and handlers of `source` into the empty folder `target`."""
    tree = YAML(typ="safe").load((source / "blueprint.yaml").read_text())
    words = _words(tree)
    # JSON is YAML, and keeps the order: environments stand in promotion order.
    (target / "blueprint.yaml").write_text(json.dumps(_Blueprint(tree).renamed(), indent=1))
    for file in sorted((source / "services").rglob("*.py")):
        parts = file.relative_to(source / "services").parts
        if "migrations" in parts or "tests" in parts:
            continue
        new = target.joinpath("services", rotated(parts[0]), *parts[1:])
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(ast.unparse(_Handlers(words).visit(ast.parse(file.read_text()))) + "\n")


class _Blueprint:
    """Renames by the place where a name stands, never by what it looks like."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.entities = {name for _, service in _items(tree["services"]) for name, _ in _items(service.get("entities"))}
        self.types = self.entities | set(_map(tree.get("types")))

    def renamed(self) -> Tree:
        tree = self.tree
        return {
            **tree,
            "platform": {**_map(tree["platform"]), "name": rotated(str(_map(tree["platform"])["name"]))},
            "environments": {rotated(name): value for name, value in _map(tree["environments"]).items()},
            "hosts": {rotated(name): value for name, value in _map(tree["hosts"]).items()},
            "systems": self._systems(),
            "alerts": {**_map(tree["alerts"]), "through": rotated(str(_map(tree["alerts"])["through"]))},
            "databases": {
                rotated(name): {**value, "host": rotated(str(value["host"]))}
                for name, value in _items(tree["databases"])
            },
            "types": {rotated(name): self._fields(fields) for name, fields in _items(tree["types"])},
            "topics": {
                rotated(name): {
                    **topic,
                    "key": rotated(str(topic["key"])),
                    "fields": self._fields(_map(topic["fields"])),
                }
                for name, topic in _items(tree["topics"])
            },
            "services": {rotated(name): self._service(service) for name, service in _items(tree["services"])},
            "routes": {
                rotated_path(path): {**route, "service": rotated(str(route["service"]))}
                for path, route in _items(tree["routes"])
            },
        }

    def _systems(self) -> Tree:
        systems = dict(_map(self.tree["systems"]))
        wireguard = _map(systems["wireguard"])
        gateway = _map(wireguard["gateway"])
        systems["wireguard"] = {**wireguard, "gateway": {**gateway, "host": rotated(str(gateway["host"]))}}
        return systems

    def _service(self, service: Tree) -> Tree:
        new = dict(service)
        for key, value in service.items():
            if key == "database":
                new[key] = rotated(str(value))
            elif key in ("calls", "publishes", "roles"):
                new[key] = [rotated(str(name)) for name in _list(value)]
            elif key == "entities":
                new[key] = {rotated(name): self._entity(entity) for name, entity in _items(value)}
            elif key == "expose":
                new[key] = {
                    rotated(name): {verb: self._access(access) for verb, access in verbs.items()}
                    for name, verbs in _items(value)
                }
            elif key == "operations":
                new[key] = {rotated(name): self._operation(operation) for name, operation in _items(value)}
            elif key in ("consumes", "schedule"):
                new[key] = {
                    rotated(name): {**entry, "handler": rotated(str(entry["handler"]))} for name, entry in _items(value)
                }
            elif key == "volumes":
                new[key] = {rotated(name): volume for name, volume in _items(value)}
        return new

    def _entity(self, entity: Tree) -> Tree:
        new: Tree = {**entity, "fields": self._fields(_map(entity["fields"]))}
        for key in ("unique", "index"):
            if key in entity:
                new[key] = [[self._column(str(name)) for name in _list(columns)] for columns in _list(entity[key])]
        if "owner" in entity:
            new["owner"] = self._column(str(entity["owner"]))
        return new

    @staticmethod
    def _column(name: str) -> str:
        return name if name in ("id", "created_at", "updated_at", "row_version") else rotated(name)

    def _operation(self, operation: Tree) -> Tree:
        new: Tree = {**operation, "path": rotated_path(str(operation["path"]))}
        for key in ("request", "response"):
            shape = operation.get(key)
            if isinstance(shape, dict):
                new[key] = self._fields(shape)
            elif shape is not None:
                new[key] = self._type(str(shape))
        if "access" in operation:
            new["access"] = self._access(operation["access"])
        return new

    def _access(self, access: object) -> object:
        if isinstance(access, list):
            return [self._access(each) for each in access]
        return re.sub(r"role\((\w+)\)", lambda match: f"role({rotated(match[1])})", str(access))

    def _fields(self, fields: Tree) -> Tree:
        return {rotated(name): self._field(field) for name, field in fields.items()}

    def _field(self, field: object) -> object:
        if not isinstance(field, dict):
            return self._type(str(field))
        new = {**field, "type": self._type(str(field["type"]))}
        if "default" in field and "enum(" in str(field["type"]):
            new["default"] = rotated(str(field["default"]))
        return new

    def _type(self, text: str) -> str:
        text = re.sub(r"enum\(([^)]*)\)(\s*=\s*\w+)?", lambda match: self._enum(match[0]), text)
        return re.sub(r"\b[A-Z]\w*", lambda match: rotated(match[0]) if match[0] in self.types else match[0], text)

    @staticmethod
    def _enum(text: str) -> str:
        return re.sub(r"\b(?!enum\b)\w+", lambda match: rotated(match[0]), text)


class _Handlers(ast.NodeTransformer):
    """Renames what handlers mention; imports of foreign modules stay."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def _new(self, name: str) -> str:
        return self.words.get(name, name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        if node.module is not None and node.module in self.words:
            node.module = self.words[node.module]
            for alias in node.names:
                alias.name = self._new(alias.name)
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._new(node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        self.generic_visit(node)
        node.attr = self._new(node.attr)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        self.generic_visit(node)
        node.arg = node.arg and self._new(node.arg)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        self.generic_visit(node)
        node.arg = self._new(node.arg)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        self.generic_visit(node)
        node.name = self._new(node.name)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            node.value = self.words.get(f"'{node.value}'", node.value)
        return node


def _words(tree: Tree) -> dict[str, str]:
    """Old name → new name for all that handlers may mention; enum values stand in quotes."""
    platform = str(_map(tree["platform"])["name"])
    names: set[str] = set(_map(tree["types"]))
    suffixed: dict[str, str] = {}
    for topic, entry in _items(tree["topics"]):
        names |= {_pascal(topic), *_map(entry["fields"])}
    for fields in _map(tree["types"]).values():
        names |= set(_map(fields))
    for service, entry in _items(tree["services"]):
        package = service.replace("-", "_")
        names |= {package, f"{platform}_{package}"}
        suffixed[f"{_pascal(service)}Client"] = f"{rotated(_pascal(service))}Client"
        for entity, declared in _items(entry.get("entities")):
            names |= {entity, *_map(declared["fields"])}
            suffixed[f"get_{entity.lower()}"] = f"get_{rotated(entity).lower()}"
        for operation, declared in _items(entry.get("operations")):
            names.add(operation)
            names |= set(re.findall(r"\{(\w+):", str(declared["path"])))
            for shape in ("request", "response"):
                if isinstance(declared.get(shape), dict):
                    names |= set(_map(declared[shape]))
                symbol = f"{_pascal(operation)}{shape.title()}"
                suffixed[symbol] = rotated(_pascal(operation)) + shape.title()
        for key in ("consumes", "schedule"):
            names |= {str(declared["handler"]) for _, declared in _items(entry.get(key))}
    enums = re.findall(r"enum\(([^)]*)\)", str(tree))
    quoted = {f"'{value.strip()}'": rotated(value.strip()) for enum in enums for value in enum.split("|")}
    return {**{name: rotated(name) for name in names}, **suffixed, **quoted}


def _pascal(name: str) -> str:
    return "".join(part.title() for part in re.split(r"[._-]", name))


def _map(value: object) -> Tree:
    assert isinstance(value, dict)
    return value


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _items(value: object) -> Iterable[tuple[str, Tree]]:
    return () if value is None else ((name, _map(entry)) for name, entry in _map(value).items())
