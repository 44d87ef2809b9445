"""Blueprints to edit: the reference, and a long one that is written in as many ways as people write."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]

_HEAD = """\
# A platform of many hands.\t\tNobody agreed on a style.
blueprint: 1
platform: {name: many, domain: many.example, registry: registry.example/many,   # where images go\tto
           repository: "https://git.example/many.git"}
environments:
  trial: {systems: {kafka: {bootstrap: ["kafka.trial.example:9092"]}}}\t# first here

  production:
    systems: {kafka: {bootstrap: ["kafka.example:9092"]}}
    services:
      work-0: {scale: {max: 3}}   # the\tbusy one
networks:
  lan: [10.0.0.0/9]
"""
_SYSTEMS = """\
systems: {
  kubernetes: {existing: true},   # it was there\tbefore us
  # three would be better
  kafka: {},
  secrets: {}
}
databases: {main: {address: "data.example:5432"}}
"""


def reference() -> str:
    """The reference platform, byte for byte."""
    return (ROOT / "blueprint.yaml").read_bytes().decode()


def long_blueprint() -> str:
    """2,000 lines and more: CR LF, tabs in comments, maps in braces on one line and on many, no line end at the end."""
    lines = [*_HEAD.splitlines(), *_hosts(), *_SYSTEMS.splitlines(), *_types(), *_topics(), *_services(), *_routes()]
    return "\r\n".join(lines)


def _hosts() -> list[str]:
    lines = ["hosts:  # racks a\tto d"]
    for number in range(90):
        address = f"10.1.{number}.7"
        match number % 4:
            case 0:
                lines += [f"  rack-{number}: {{address: {address}, roles: [worker]}}  # rack\t{number}"]
            case 1:
                lines += ["", f"  # number {number},", "  #\tin the cellar", f"  'rack-{number}':"]
                lines += [f'    address: "{address}"', "    roles:", "    - worker"]
            case 2:
                lines += [f"  rack-{number}: {{", f"    address: {address},", "    # one\tonly", "    roles: [worker]}"]
            case _:
                lines += [f"  rack-{number}:", f"    address: {address}   # fixed", "    roles: [worker, build]"]
                lines += ["    # memory: 64Gi", "  # loose words about racks", ""]
    return lines


def _types() -> list[str]:
    lines = ["", "types:"]
    for number in range(40):
        lines += [f"  Part{number}: {{", "    size: int,  # mm", "    name: 'string(40)'", "  }"]
    return lines


def _topics() -> list[str]:
    lines = ["", "# What is told.", "topics:"]
    for number in range(60):
        fields = f"{{part_id: uuid, part: Part{number % 40}, at: datetime}}"
        if number % 3 == 0:
            lines += [f"    told.n{number}: {{key: part_id, fields: {fields}}}\t#\ttabs"]
        else:
            lines += [
                "",
                f"    told.n{number}:",
                "        description: >-",
                "          Told: in #words,",
                "          twice.",
            ]
            lines += ["        key: part_id", f"        fields: {fields}", "        # partitions: 3", ""]
    return lines


def _services() -> list[str]:
    lines = ["services:"]
    for number in range(80):
        told, heard = f"told.n{number % 60}", f"told.n{(number + 1) % 60}"
        name = f"work-{number}"
        if number % 4 == 3:
            lines += [
                f"  {name}: {{kind: container, database: main, publishes: [{told}], consumes: {{{heard}: {{}}}}}}"
            ]
            continue
        lines += [
            "",
            f"  # {name} speaks of {told} and rack-0;\tnot to be moved",
            f"  {name}:",
            "    kind: fastapi  # ours",
        ]
        lines += ["    description: |", f"      It does: {told} # and {name}", "", "      Twice.", "    database: main"]
        lines += [
            "    entities:",
            "      Piece:",
            "        fields:",
            "          # what\tit weighs",
            "          weight: int",
        ]
        lines += ["          label: string(20) | null   # on the box", "        index: [[weight], [label, weight]]"]
        lines += [f"      Crate{number}: {{fields: {{", "          piece_id: ref(Piece),", "          note: text }}"]
        lines += ["    expose: {Piece: {list: public, get: public}}", "    access: public", "    publishes:"]
        lines += [f"    - {told}  # first", "    consumes:", f"      # {heard}", f"      {heard}: {{handler: take}}"]
        lines += [f"    calls: [outside, work-{number - 1}]" if number % 4 == 1 else "    calls: [ outside ]"]
    return [*lines, "  outside: {kind: external, url: 'https://outside.example'}"]


def _routes() -> list[str]:
    lines = ["", "routes:"]
    for number in range(0, 80, 4):
        lines += [f"  /w{number}/pieces: {{service: work-{number}, strip: /w{number}}}  # /w{number}\tto pieces"]
    return lines
