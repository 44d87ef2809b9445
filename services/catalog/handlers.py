"""What the catalog service decides. Everything around it is generated."""

from sqlmodel import col

from plano_kit import Unprocessable
from tienda_catalog import Context, Line, PriceItemsRequest, PriceItemsResponse, Product


async def price_items(request: PriceItemsRequest, ctx: Context) -> PriceItemsResponse:
    wanted = {item.sku for item in request.items}
    products = await ctx.list(Product, col(Product.sku).in_(wanted), limit=len(wanted))
    prices = {product.sku: product.price for product in products}
    if unknown := sorted(wanted - prices.keys()):
        raise Unprocessable(f"there is no product with the sku {', '.join(unknown)}")
    return PriceItemsResponse(
        lines=[Line(sku=item.sku, quantity=item.quantity, price=prices[item.sku]) for item in request.items]
    )
