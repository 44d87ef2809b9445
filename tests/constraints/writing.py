"""Data as the text of a blueprint, in two of the forms in which people and programs write one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter

from plano.language.read import read
from tests.constraints.edits import Data

Writer = Callable[[Data], str]


class _WithoutAliases(SafeRepresenter):
    """Keys stay in their order, and two equal values are written out twice: the language has no aliases."""

    def __init__(self, default_style: None = None, default_flow_style: None = None, dumper: object = None) -> None:
        super().__init__(default_style, default_flow_style, dumper)
        self.sort_base_mapping_type_on_output = False

    def ignore_aliases(self, data: object) -> bool:
        return True


_YAML = YAML(typ="safe", pure=False)
_YAML.Representer = _WithoutAliases
_YAML.allow_unicode = True
_YAML.width = 10_000


def as_json(data: Data) -> str:
    """One JSON document, which is YAML too."""
    return json.dumps(data, indent=2, ensure_ascii=False)


def as_block(data: Data) -> str:
    """Block style with the innermost maps and lists in flow style, as most blueprints are written."""
    stream = io.StringIO()
    _YAML.dump(data, stream)
    return stream.getvalue()


WRITERS: tuple[Writer, ...] = (as_json, as_block)


def data_of(text: str) -> Data:
    """The data of a text that holds a map, as Plano reads it."""
    found = read(text, "blueprint.yaml").value
    assert isinstance(found, dict)
    return found
