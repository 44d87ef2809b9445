"""What catalog must hold: access, problems, pages, ETags, migrations, its document."""

from decimal import Decimal

from plano_kit.testing import Endpoint, ServiceTests, Stand
from tienda_catalog import CreateProductRequest, PriceItemsRequest, Product, UpdateProductRequest
from tienda_catalog.service import SERVICE


class TestCatalog(ServiceTests):
    stand = Stand(
        service=SERVICE,
        endpoints=(
            Endpoint("list_products", "GET", "/products", ("public",), verb="list", table=Product),
            Endpoint("get_product", "GET", "/products/{product_id}", ("public",), verb="get", table=Product),
            Endpoint(
                "create_product",
                "POST",
                "/products",
                ("role(admin)",),
                verb="create",
                table=Product,
                request=CreateProductRequest,
            ),
            Endpoint(
                "update_product",
                "PATCH",
                "/products/{product_id}",
                ("role(admin)",),
                verb="update",
                table=Product,
                request=UpdateProductRequest,
            ),
            Endpoint("price_items", "POST", "/prices", ("service",), request=PriceItemsRequest),
        ),
        rows={Product: lambda number: Product(sku=str(number), name=str(number), price=Decimal(number))},
    )
