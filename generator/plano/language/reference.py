"""The reference page of the language, `docs/language.md`. It is derived from the models and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo

from plano.language.blueprint import LANGUAGE_VERSION
from plano.language.fieldtypetable import FIELD_TYPES, SHORT_FORMS
from plano.language.models.access import AccessList, Verbs
from plano.language.models.addresses import Address, Cidr, Domain, Email, HostPort, Image, Url, UrlPath
from plano.language.models.fields import AnyScalar, Pattern, Type
from plano.language.models.names import Label, Pascal, Snake, TopicName
from plano.language.models.platform import Language, Target
from plano.language.models.quantities import Cpu, Date, Duration, Percent, Rate, Size
from plano.language.models.routes import Percentile, Prefix
from plano.language.models.schedules import Cron, Zone
from plano.language.models.services import CONTAINER_CONSUMES, KEYS
from plano.language.models.shapes import Named, Path
from plano.language.schema import written_schema
from plano.language.sections import Section, sections
from plano.language.valuewords import words

FORMS: tuple[object, ...] = (
    Label, Pascal, Snake, TopicName, Domain, Url, Email, Address, Cidr, HostPort, Image, UrlPath, Prefix, Path, Named,
    AccessList, Verbs, Type, AnyScalar, Pattern, Duration, Date, Cron, Zone, Size, Cpu, Percent, Percentile, Rate,
    Language, Target,
)  # fmt: skip
"""The forms of values that several keys share, in the order in which the page explains them."""

_HEAD = f"""\
# The blueprint language, version {LANGUAGE_VERSION}

`blueprint.yaml` says what the platform is; Plano derives everything else from it. This page has every key,
with what it means and an example. It is made from the same models that read a blueprint:
`plano schema --markdown` prints it, and `plano schema` prints the JSON Schema with which an editor completes
and checks while you type.

In the tables, *required* keys must be written. `—` is a key that may be left out, with nothing in its place.
A name in angle brackets, such as `services.<name>`, is yours to choose.
"""

_EDITORS = """\
## In an editor

Any editor with a YAML language server reads the schema, which `plano schema > schemas/blueprint.schema.json`
writes. It finds it by a comment on the first line of `blueprint.yaml`:

```yaml
# yaml-language-server: $schema=schemas/blueprint.schema.json
```

or by a setting, which in Visual Studio Code is

```json
{"yaml.schemas": {"schemas/blueprint.schema.json": "blueprint.yaml"}}
```

It judges each key alone. What takes two places to judge, such as a topic that does not exist, `plano check` says.
"""


def reference_text() -> str:
    """The page as the file `docs/language.md` holds it."""
    schema = written_schema()
    found = sections(schema)
    named = ((section.places[0], section.definitions.items()) for section in found)
    links = {name: f"[{title}](#{slug(place)})" for place, titles in named for name, title in titles}
    parts = [_HEAD]
    for section in found:
        parts.append(_section(section, links))
        if section.title == "service":
            parts.append(_kinds())
    parts += [_field_types(), _forms(), _EDITORS]
    return "\n".join(parts)


def slug(heading: str) -> str:
    """The anchor that GitHub and GitLab give to a heading."""
    return re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


def _section(section: Section, links: Mapping[str, str]) -> str:
    heading = f"`{section.places[0]}`" if section.places[0] else "Keys at the top"
    lines = [f"{'#' * section.level} {heading}", ""]
    others = section.places[1:]
    if others:
        lines += ["Also: " + ", ".join(f"`{place}`" for place in others) + ".", ""]
    if section.description:
        lines += [section.description, ""]
    rows = (_row(key, node, key in section.required, links) for key, node in section.keys.items())
    lines += _table(("key", "value", "default", "meaning", "example"), rows)
    return "\n".join(lines) + "\n"


def _row(key: str, node: Mapping[str, object], required: bool, links: Mapping[str, str]) -> tuple[str, ...]:
    meaning, _, derived = str(node.get("description", "")).partition("Default: ")
    default = "*required*" if required else derived.strip().removesuffix(".") or "—"
    if "default" in node:
        written = json.dumps(node["default"], ensure_ascii=False)
        default = f"`{node['default'] if isinstance(node['default'], str) else written}`"
    value = words(node, links.__getitem__, _form)
    return f"`{key}`", value, default, meaning.strip(), _examples(node, key)


def _examples(node: Mapping[str, object], key: str) -> str:
    examples = node.get("examples")
    return ", ".join(f"`{key}: {text}`" for text in examples) if isinstance(examples, list) else ""


def _form(title: str) -> str:
    return f"[{title}](#forms-of-values)" if title in FORM_TITLES else title


def _kinds() -> str:
    every = sorted(set().union(*KEYS.values()), key=lambda key: (-sum(key in keys for keys in KEYS.values()), key))
    rows = ((f"`{key}`", *("yes" if key in keys else "—" for keys in KEYS.values())) for key in every)
    own = " and ".join(f"`{key}`" for key in sorted(CONTAINER_CONSUMES))
    lines = ["### Which keys a kind of service has", "", *_table(("key", *(f"`{kind}`" for kind in KEYS)), rows), ""]
    return "\n".join([*lines, f"In its `consumes`, a `container` says only {own}: the rest is its own code's.", ""])


def _field_types() -> str:
    types = _table(("type", "holds", "in JSON"), ((f"`{row.written}`", row.holds, row.wire) for row in FIELD_TYPES))
    short = _table(("short form", "means that the field"), ((f"`{row.written}`", row.holds) for row in SHORT_FORMS))
    return "\n".join(["## Field types", "", *types, "", *short, ""])


def _forms() -> str:
    rows = []
    for schema in form_schemas():
        examples = schema["examples"]
        shown = ", ".join(f"`{text}`" for text in examples) if isinstance(examples, list) else ""
        rows.append((str(schema["title"]), str(schema["description"]), shown))
    return "\n".join(["## Forms of values", "", *_table(("form", "what it is", "example"), rows), ""])


def form_schemas() -> Iterator[dict[str, object]]:
    """Title, description and examples of each of `FORMS`, the examples as texts of YAML."""
    for form in FORMS:
        for said in get_args(form):
            if isinstance(said, WithJsonSchema) and said.json_schema is not None:
                yield said.json_schema
            elif isinstance(said, FieldInfo) and said.title is not None:
                yield {"title": said.title, "description": said.description, "examples": said.examples}


FORM_TITLES = frozenset(str(schema["title"]) for schema in form_schemas())
"""The titles of `FORMS`, as the schema has them."""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A table of GitHub's Markdown; a bar inside a cell is escaped, in code too."""
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
