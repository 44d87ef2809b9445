"""A small platform for the commands: nothing is wrong in it, and a comment stands wherever one may."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.cli.main import run

DEPOT = """\
# The depot, as the night shift left it.
blueprint: 1
platform:
  name: depot   # never rename
  domain: depot.example
  registry: registry.example/depot
  repository: https://git.example/depot.git
environments: {trial: {services: {shelf: {scale: {max: 2}}}, systems: {kafka: {brokers: 1}}}, production: {}}
networks: {lan: [10.0.0.0/24]}

hosts:
  one: {address: 10.0.0.1, roles: [postgresql]}  # in the cellar
  two: {address: 10.0.0.2, roles: [worker, build]}

systems:
  kubernetes: {existing: true}
  kafka: {}
databases:
  main: {host: one}

types:
  Label: {code: string(20)}

topics:
  # A parcel leaves.
  parcels.sent: {key: parcel_id, fields: {parcel_id: uuid, label: Label, weight: int}}

services:
  depot:
    kind: fastapi
    access: public
    database: main
    entities:
      Parcel:  # what we hold
        fields:
          weight: int
          note: text | null   # by hand
          seller: uuid
        index: [[weight], [seller, weight], [seller]]
      Stamp: {fields: {parcel_id: ref(Parcel)}}
    expose: {Parcel: {list: public}, Stamp: {get: public}}
    operations:
      weigh: {path: /weigh, response: Parcel}
    publishes: [parcels.sent]

  shelf:   # of wood
    kind: container
    consumes: {parcels.sent: {}}
    calls: [depot]
  desk:
    kind: fastapi
    database: main
    consumes:
      parcels.sent: {handler: note_down}  # by hand
    calls: [depot, shelf]

routes:
  /api/parcels: {service: depot}  # open
  /shelf: {service: shelf}

accept:
  - {code: role-without-use, subject: host two, reason: It builds from May on.}  # ask Ana
  - {code: TOPIC_NO_DELETE, subject: topic parcels.sent, reason: Nobody reads it.}
"""


def depot(root: Path, text: str = DEPOT) -> Path:
    """The depot's blueprint, written into a folder."""
    file = root / "blueprint.yaml"
    file.write_bytes(text.encode())
    return file


def plano(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """What a command answers: its exit code, stdout and stderr."""
    capsys.readouterr()
    code = run(["--root", str(root), *words])
    said = capsys.readouterr()
    return code, said.out, said.err
