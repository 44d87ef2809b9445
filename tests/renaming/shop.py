"""A shop with people in it, as somebody keeps it by hand: roles, environments, operations and enums in every form."""

from __future__ import annotations

from pathlib import Path

SHOP = """# A shop. The words support, staging, paid and place_order here are only words.
blueprint: 1
platform:
  name: shop   # the word staging in a comment stays
  description: "support, staging, paid, place_order: data, and no names."
  domain: shop.example
  registry: registry.shop.example/shop
  repository: "https://git.shop.example/staging.git"
environments:        # staging before production
  staging:
    services: {orders: {config: {mode: slow}}}   # slow on staging
  production: {public: false}
hosts: {one: {address: 10.0.0.5, roles: [postgresql, control-plane, ingress]}}
systems: {kubernetes: {api: 10.0.0.7}, traefik: {}, kafka: {brokers: 1, storage: 5Gi}}
databases: {main: {host: one}}
types:
  Part: {code: string(20), grade: enum(fine | paid)}   # its paid is another
topics:
  orders.placed: {key: order_id, fields: {order_id: uuid, how: enum(web | paid) | null, parts: list(Part)}}
services:
  users:
    kind: fastapi
    database: main
    entities: {User: {fields: {email: email}, unique: [[email]], owner: id}}
    expose: {User: {list: role(support), get: [owner, "role( support )", service]}}   # role(support)
    issuer: true
    roles:
      - support      # who helps
      - 'support-2'
  orders:
    kind: fastapi
    database: main
    access: [role(support), owner]
    entities:
      Order:
        fields:
          customer_id: {type: uuid, readonly: true}
          # placed, then paid
          status: "enum(placed | paid | sent) = paid"   # paid at once
          grade:
            type: enum(paid | fine)      # paid
            default: fine
            description: paid or fine
          tags: list(enum(red | paid))
          part: Part
        owner: customer_id
    expose: {Order: {list: owner}}
    operations:
      place_order:  # place_order
        path: /orders
        query: {how: enum(web | paid) = web}
        request: {note: text | null}
        response: Order
        status: 201
        access: [owner, role(support-2)]
      support: {path: /orders/support, request: {note: text}, access: role(support)}
    config: {mode: enum(fast | slow) = fast}
    publishes: [orders.placed]
  counter:
    kind: fastapi
    consumes: {orders.placed: {handler: count}}
    calls: [orders]
routes:
  /api/orders: {service: orders}
  /api/users: {service: users}
  /api/auth: {service: users}
"""

HANDLERS = '''"""What the shop decides: support, paid, place_order."""

from shop_orders import Context, Order, PlaceOrderRequest, SupportRequest


async def place_order(how: str, request: PlaceOrderRequest, ctx: Context) -> Order:
    order = Order(status="paid", tags=[])
    if "support" in ctx.principal.roles:
        order.status = "sent"
    return order


async def support(request: SupportRequest, ctx: Context) -> None:
    """Says 'paid'."""
'''

TEST = '''"""A test of our own."""

from services.orders.handlers import place_order
from shop_orders import PlaceOrderRequest


async def test_an_order_is_placed(ctx):
    await place_order("web", PlaceOrderRequest(), ctx)
'''

FIRST = '''"""Initial."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("order", sa.Column("status", sa.Text()), sa.CheckConstraint("status IN ('placed', 'paid', 'sent')"))
'''

YOURS = {
    "blueprint.yaml": SHOP,
    "services/orders/handlers.py": HANDLERS,
    "services/orders/page.txt": "They say 'paid', and paid.\n",
    "services/orders/tests/test_orders.py": TEST,
    "services/orders/migrations/0001_initial.py": FIRST,
    "services/users/migrations/0001_initial.py": FIRST,
    "services/counter/handlers.py": 'async def count(event, ctx):\n    print(event.how == "paid", "slow")\n',
    "overrides/values/staging/orders.yaml": "patch: {}   # of shop-staging\n",
    "overrides/chart/notes.txt": "staging.shop.example\n",
    "secrets/staging.sops.yaml": "sealed\n",
}


def shop(root: Path) -> Path:
    """Write it below `root`."""
    for path, text in YOURS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root
