"""What notifications must hold: access, problems, pages, ETags, migrations, its document."""

from uuid import UUID

from plano_kit.testing import ServiceTests, Stand
from tienda_notifications import Notification
from tienda_notifications.service import SERVICE


class TestNotifications(ServiceTests):
    stand = Stand(
        service=SERVICE,
        rows={
            Notification: lambda number: Notification(
                recipient=UUID(int=number),
                subject=str(number),
                body=str(number),
            ),
        },
    )
