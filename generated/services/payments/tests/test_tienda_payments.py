"""What payments must hold: access, problems, pages, ETags, migrations, its document."""

from decimal import Decimal
from uuid import UUID

from plano_kit.testing import Endpoint, ServiceTests, Stand
from tienda_payments import Payment
from tienda_payments.service import SERVICE


class TestPayments(ServiceTests):
    stand = Stand(
        service=SERVICE,
        endpoints=(
            Endpoint("list_payments", "GET", "/payments", ("owner",), verb="list", table=Payment),
            Endpoint("get_payment", "GET", "/payments/{payment_id}", ("owner",), verb="get", table=Payment),
        ),
        rows={
            Payment: lambda number: Payment(
                order_id=UUID(int=number),
                customer_id=UUID(int=number),
                amount=Decimal(number),
            ),
        },
    )
