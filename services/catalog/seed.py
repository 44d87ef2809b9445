"""The first products, so that a fresh platform has something to sell."""

from decimal import Decimal

from tienda_catalog import Context, Product


async def seed(ctx: Context) -> None:
    ctx.session.add_all(
        [
            Product(sku="tea-green", name="Green tea", description="Sencha, 100 g", price=Decimal("7.90"), stock=120),
            Product(sku="tea-black", name="Black tea", description="Assam, 100 g", price=Decimal("6.50"), stock=80),
            Product(sku="pot-clay", name="Clay pot", price=Decimal("34.00"), stock=12),
        ]
    )
