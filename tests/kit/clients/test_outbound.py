"""What a process shares among its clients, and what an external never sees."""

from pydantic import SecretStr
from starlette.responses import JSONResponse

from plano_kit.clients import CallScope, ExternalClient, Outbound, SmtpClient
from tests.kit.clients.upstream import Harbour, HarbourClient, Tokens


class Here:
    """Every address is the same one; `tide` wants a user."""

    def __init__(self, url: str) -> None:
        self.url = url

    def url_of(self, name: str) -> str:
        return "smtp://127.0.0.1:2525" if name == "mail" else self.url

    def user_of(self, name: str) -> str | None:
        return "captain" if name == "tide" else None

    def password_of(self, name: str) -> SecretStr | None:
        return SecretStr("secret") if name == "tide" else None


async def test_an_external_gets_a_key_and_its_own_password_but_no_token_of_ours() -> None:
    async with Harbour(JSONResponse({"height": 3})).open() as tide:
        outbound = Outbound(Here(tide.url), Tokens(), "harbour-local")
        keys = []
        for _ in range(2):
            scope = CallScope.of_message("g", "m1")
            client = ExternalClient(outbound.external("tide"), scope)
            assert (await client.get("/heights", params={"at": "noon"})).json() == {"height": 3}
            assert (await client.post("/alarms", json={"above": 4})).status_code == 200
        keys = tide.headers("idempotency-key")
        assert keys == [None, keys[1], None, keys[1]]
        assert all(value is not None and value.startswith("Basic ") for value in tide.headers("authorization"))
        assert tide.headers("plano-on-behalf-of") == [None] * 4
        await outbound.close()


async def test_clients_are_made_for_each_transaction_and_share_their_connections() -> None:
    async with Harbour(JSONResponse([])).open() as harbour:
        outbound = Outbound(Here(harbour.url), Tokens(), "harbour-local")
        for _ in range(3):
            assert await HarbourClient(outbound.service("harbour"), CallScope.once()).find("Ana") == []
        assert len({request.client for request in harbour.asked}) == 1
        assert SmtpClient(outbound.smtp("mail"), CallScope.once())
        await outbound.close()
