"""What orders must hold: access, problems, pages, ETags, migrations, its document."""

from decimal import Decimal
from uuid import UUID

from plano_kit.testing import Endpoint, ServiceTests, Stand
from tienda_orders import CancelOrderRequest, Order, PlaceOrderRequest
from tienda_orders.service import SERVICE


class TestOrders(ServiceTests):
    stand = Stand(
        service=SERVICE,
        endpoints=(
            Endpoint("list_orders", "GET", "/orders", ("owner",), verb="list", table=Order),
            Endpoint("get_order", "GET", "/orders/{order_id}", ("owner",), verb="get", table=Order),
            Endpoint("place_order", "POST", "/orders", ("user",), request=PlaceOrderRequest),
            Endpoint("cancel_order", "POST", "/orders/{order_id}/cancel", ("owner",), request=CancelOrderRequest),
        ),
        rows={Order: lambda number: Order(customer_id=UUID(int=number), total=Decimal(number), lines=[])},
    )
