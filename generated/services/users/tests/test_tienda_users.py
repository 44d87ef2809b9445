"""What users must hold: access, problems, pages, ETags, migrations, its document."""

from plano_kit.testing import Endpoint, ServiceTests, Stand
from tienda_users import UpdateUserRequest, User
from tienda_users.service import SERVICE


class TestUsers(ServiceTests):
    stand = Stand(
        service=SERVICE,
        endpoints=(
            Endpoint("list_users", "GET", "/users", ("role(support)",), verb="list", table=User),
            Endpoint(
                "get_user",
                "GET",
                "/users/{user_id}",
                ("owner", "role(support)", "service"),
                verb="get",
                table=User,
            ),
            Endpoint(
                "update_user",
                "PATCH",
                "/users/{user_id}",
                ("owner",),
                verb="update",
                table=User,
                request=UpdateUserRequest,
            ),
        ),
        rows={User: lambda number: User(email=f"{number}@example.org", full_name=str(number))},
    )
