"""The reference with every name of it changed: what `tests.e2e.rename` renames, and the names inside of free texts."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from plano.language.scalars import Value
from tests.e2e.rename import rename_repository, rotated

_TEXTS = {
    "description", "title", "domain", "registry", "repository", "contact", "email", "url", "target", "export",
    "webhook", "image",
}  # fmt: skip
"""Keys whose value is a text, an address or a path that may hold a name. All words in it are rotated."""
_NAMED = ("peers",)
"""Maps below `systems` whose keys are names."""
_SCHEME = re.compile(r"^[a-z0-9]+://")


def renamed(root: Path) -> str:
    """The blueprint of the repository at `root`, with every name and every text in it changed."""
    with TemporaryDirectory() as folder:
        rename_repository(root, Path(folder))
        data: Value = json.loads((Path(folder) / "blueprint.yaml").read_text("utf-8"))
    return json.dumps(_texts(data), indent=1)


def _texts(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _at(key, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(each) for each in value]
    return value


def _at(key: str, value: Value) -> Value:
    if key in _TEXTS and isinstance(value, str):
        return _rotated_text(value)
    if key == "cloudflare" and isinstance(value, dict):
        return {name: _at("domain", inner) for name, inner in value.items()}  # a job's zone is one of time
    if key == "volumes" and isinstance(value, dict):
        return {name: _mounted(volume) for name, volume in value.items()}
    if key in _NAMED and isinstance(value, dict):
        return {rotated(name): _texts(inner) for name, inner in value.items()}
    return _texts(value)


def _mounted(volume: Value) -> Value:
    """A volume's path is a folder of the container, which no other renaming reaches."""
    if isinstance(volume, dict) and isinstance(volume.get("path"), str):
        return {**volume, "path": _rotated_text(str(volume["path"]))}
    return volume


def _rotated_text(text: str) -> str:
    scheme = _SCHEME.match(text)
    kept = scheme[0] if scheme else ""
    return kept + str(codecs.encode(text[len(kept) :], "rot13"))
