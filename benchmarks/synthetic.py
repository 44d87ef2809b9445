"""A blueprint of any size: every service has tables, operations, a topic of its own and one that it consumes."""

from __future__ import annotations

_HEAD = """blueprint: 1
platform: {{name: bench, domain: bench.example, registry: registry.bench.example/bench, repository: "https://git.bench.example/b.git"}}
environments: {{staging: {{}}, production: {{}}}}
hosts:
  db-1: {{address: 10.0.0.5, roles: [postgresql]}}
  broker-1: {{address: 10.0.0.6, roles: [worker]}}
systems: {{kubernetes: {{}}, kafka: {{brokers: 3}}}}
databases: {{main: {{host: db-1}}}}
types:
  Part: {{code: string(32), amount: {{type: int, min: 1, max: 99}}}}
topics:
{topics}services:
  people:
    kind: fastapi
    database: main
    issuer: true
    entities: {{Person: {{fields: {{email: email, name: string(80)}}, unique: [[email]], owner: id}}}}
    expose: {{Person: {{get: [owner, service], update: owner}}}}
{services}routes:
  /api/auth: {{service: people}}
"""

_TOPIC = """  thing-{n}.made:
    description: Thing {n} was made, "as ordered".
    key: thing_id
    partitions: 6
    retention: 7d
    fields: {{thing_id: uuid, owner_id: uuid, price: decimal(12.2), parts: list(Part), made_at: datetime}}
"""

_SERVICE = """  service-{n}:
    kind: fastapi
    description: Makes thing {n}.
    database: main
    entities:
      Thing{n}:
        fields:
          owner_id: uuid
          status: {{type: enum(open | made | void), default: open, readonly: true}}
          price: {{type: decimal(12.2), readonly: true}}
          note: text | null
          parts: list(Part)
        index: [[owner_id, created_at], [status, created_at]]
        owner: owner_id
      Mark{n}: {{fields: {{label: string(40), thing_id: ref(Thing{n})}}, unique: [[label]]}}
    expose:
      Thing{n}: {{list: owner, get: owner}}
      Mark{n}: {{list: user, get: user, create: role(admin), update: role(admin), delete: role(admin)}}
    operations:
      make_thing_{n}:
        path: /things/make
        request: {{parts: list(Part), note: text | null}}
        response: Thing{n}
        status: 201
      void_thing_{n}:
        path: "/things/{{thing_id: uuid}}/void"
        request: {{reason: string(200)}}
        response: Thing{n}
        access: owner
    calls: [people]
    publishes: [thing-{n}.made]
    consumes:
      thing-{before}.made: {{handler: on_made}}
"""


def blueprint(services: int) -> str:
    """The text of a valid blueprint with so many services besides the issuer."""
    numbers = range(1, services + 1)
    return _HEAD.format(
        topics="".join(_TOPIC.format(n=n) for n in numbers),
        services="".join(_SERVICE.format(n=n, before=(n - 2) % services + 1) for n in numbers),
    )
