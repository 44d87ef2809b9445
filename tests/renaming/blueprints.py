"""A long blueprint as people keep them: comments, tabs in them, flow maps, and names that mean other things."""

from __future__ import annotations

from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "blueprint.yaml"

HEAD = """# Blueprint of the lab. The word thing-1 here is only a word, and so is thing-1.made.
blueprint: 1
platform:
  name: lab\t# a tab before this, and one\tin it
  description: "Everything that thing-1 and thing-2 do: Box1, label, one."
  domain: lab.example
  registry: registry.lab.example/lab
  repository: "https://git.lab.example/thing-1.git"

environments: {staging: {}, production: {public: false, services: {thing-1: {scale: {max: 3}}}}}
hosts:
  one:   {address: 10.0.0.5, roles: [postgresql, control-plane, ingress]}   # host one
  two:   {address: 10.0.0.6, roles: [worker]}\t# host two, not one
systems: {kubernetes: {api: 10.0.0.7}, traefik: {}, kafka: {brokers: 1, storage: 5Gi}}
databases:
  main: {host: one}
types:
  Part: {code: string(20), label: text}   # label: not Box1's
"""

TOPIC = """  # what {name} tells of label
  {name}.made: {{key: box_id, fields: {{box_id: uuid, label: string(40), parts: list(Part)}}}} # {name}.made
"""

SERVICE = """
  # ---- {name} --------------------
  {name}:\t# the service {name}
    kind: fastapi
    description: |
      {name}: keeps Box{n} with its label.
      {name}.made: is published.
    database: main     # main
    access: public
    entities:
      # Box{n} has a label
      Box{n}:
        fields:
          label: string(40)          # label
          note: text | null
          amount: "int = 1"
          state: {{type: enum(label | note), default: note, readonly: true}}   # values that are named as fields
          parts: list(Part)
        unique: [[label], [label, state]]
        index:
          - [state, label]\t# label
      Crate{n}: {{fields: {{box_id: ref(Box{n}), label: text}}, unique: [[box_id]]}}
    expose: {{Box{n}: [list, get], Crate{n}: {{get: public}}}}
    operations:
      make_box{n}: {{path: "/{name}/boxes", request: {{label: text, parts: list(Part)}}, response: Box{n}, status: 201}}
    publishes: [{name}.made]
    consumes:
      {before}.made: {{handler: on_label}}   # of {before}
    calls: [{before}]
"""

LAST = """
  viewer: {{kind: fastapi, access: public, calls: [{name}], consumes: {{{name}.made: {{handler: label}}}}}} # {name}
routes:
  /api/thing-1: {{service: thing-1, strip: /api}}   # thing-1"""


def large(newline: str = "\r\n", services: int = 70) -> str:
    """About 2,000 lines, ended by `newline`, the last by nothing."""
    names = [f"thing-{number}" for number in range(1, services + 1)]
    parts = [HEAD, "topics:\n", *(TOPIC.format(name=name) for name in (*names, "outside")), "services:\n"]
    parts.append(
        "  outside: {kind: fastapi, database: main, access: public, entities: {Out: {fields: {label: text}}}, "
        "expose: {Out: [list]}, publishes: [outside.made]}\n"
    )
    before = "outside"
    for number, name in enumerate(names, start=1):
        parts.append(SERVICE.format(name=name, n=number, before=before))
        before = name
    parts.append(LAST.format(name=before))
    return "".join(parts).replace("\n", newline)
