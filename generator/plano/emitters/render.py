"""One file from its specification: pure, and the same bytes for the same template and view."""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Literal

import orjson

from plano.emitters.base import Copy, Data, FileSpec, Parts, Template
from plano.emitters.environments import template
from plano.emitters.templates import copied
from plano.emitters.yamltext import yaml_text
from plano.overriding.model import NONE, Overrides


def render(spec: FileSpec, overrides: Overrides = NONE) -> bytes:
    """The bytes of `spec` on a platform with these overrides, UTF-8 with LF line ends for text.

    Raises jinja2.TemplateError or OSError where a template is missing or asks for what its view lacks, and
    ValueError where a view holds what the format cannot say: bugs of an emitter or an override, not of a blueprint.
    """
    match spec.source:
        case Template(path):
            return template(path, overrides).render(view=view_of(spec)).encode()
        case Copy(path):
            return copied(path, overrides)
        case Data(build, language):
            return document(build(view_of(spec)), language)


def view_of(spec: FileSpec) -> Hashable:
    """What the file shows, made of its parts where it is not made yet."""
    return spec.view.build(*spec.view.of) if isinstance(spec.view, Parts) else spec.view


def document(value: object, language: Literal["json", "yaml"]) -> bytes:
    """Plain dicts, lists and scalars as a file in this language. ValueError for what it cannot say."""
    if language == "yaml":
        return yaml_text(value).encode()
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # a number of more than 64 bits
        return (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
