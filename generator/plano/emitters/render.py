"""One file from its specification: pure, and the same bytes for the same template and view."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from plano.emitters.base import Copy, Data, FileSpec, Template
from plano.emitters.environments import template
from plano.emitters.templates import templates_root
from plano.emitters.yamltext import yaml_text


def render(spec: FileSpec) -> bytes:
    """The bytes of `spec`, UTF-8 with LF line ends for text.

    Raises jinja2.TemplateError or OSError where a template is missing or asks for what its view lacks, and
    ValueError where a view holds what the format cannot say: bugs of an emitter, not of a blueprint.
    """
    match spec.source:
        case Template(path):
            return template(path).render(view=spec.view).encode()
        case Copy(path):
            return _copied(path)
        case Data(build, "json"):
            return (json.dumps(build(spec.view), indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
        case Data(build):
            return yaml_text(build(spec.view)).encode()


@cache
def _copied(path: str) -> bytes:
    return (templates_root() / path).read_bytes()


def render_all(specs: Sequence[FileSpec]) -> list[bytes]:
    """The bytes of each of `specs`, in their order."""
    return [render(spec) for spec in specs]
