"""Mail on a real SMTP server: once or more, always under the same Message-ID."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr

from plano_kit.clients import CallScope, SmtpClient
from plano_kit.clients.smtp import MailServer
from plano_kit.problems import Unavailable, Unprocessable


class Mailbox:
    """Takes every mail, but for recipients whose name is the code to refuse them with."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        vars(self).update(handle_RCPT=self._recipient, handle_DATA=self._mail)  # the names that aiosmtpd looks for

    async def _recipient(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        name = address.partition("@")[0]
        if name.isdecimal():
            return f"{name} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def _mail(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        return "250 OK"

    def ids(self) -> list[str]:
        return [str(message_from_bytes(mail)["Message-ID"]) for mail in self.mails]


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[Mailbox, MailServer]]:
    box = Mailbox()
    async with await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        yield box, MailServer.at(f"smtp://127.0.0.1:{port}", None, None, "harbour-local")


def mail(to: str = "ada@example.org", sender: str = "shop@example.com") -> EmailMessage:
    written = EmailMessage()
    written["From"] = f"The Shop <{sender}>"
    written["To"] = to
    written["Subject"] = "Your boat ⛵"
    written.set_content("It is here, señora.\n")
    return written


async def test_a_mail_arrives_whole(mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    await SmtpClient(server, CallScope.once()).send(mail())
    arrived = message_from_bytes(box.mails[0])
    assert arrived["To"] == "ada@example.org"
    assert arrived["Date"]
    payload = arrived.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == "It is here, señora."


async def test_a_message_handled_twice_sends_the_same_ids_and_another_message_others(
    mailbox: tuple[Mailbox, MailServer],
) -> None:
    box, server = mailbox
    for message in ("m1", "m1", "m2"):
        client = SmtpClient(server, CallScope.of_message("notifications.orders", message))
        await client.send(mail())
        await client.send(mail())
    ids = box.ids()
    assert ids[0:2] == ids[2:4]
    assert len(set(ids)) == 4
    assert all(each.endswith("@example.com>") for each in ids)


async def test_an_id_that_was_set_is_replaced(mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    written = mail()
    written["Message-ID"] = "<mine@example.com>"
    await SmtpClient(server, CallScope.once()).send(written)
    assert len(box.ids()) == 1
    assert box.ids() != ["<mine@example.com>"]


@pytest.mark.parametrize(("code", "raised"), [("550", Unprocessable), ("450", Unavailable), ("530", Unavailable)])
async def test_a_refusal_says_whether_trying_again_helps(
    mailbox: tuple[Mailbox, MailServer], code: str, raised: type[Exception]
) -> None:
    _, server = mailbox
    with pytest.raises(raised):
        await SmtpClient(server, CallScope.once()).send(mail(to=f"{code}@example.org"))


async def test_a_server_that_is_away_is_unavailable() -> None:
    server = MailServer.at("smtp://127.0.0.1:1", None, None, "harbour-local")
    with pytest.raises(Unavailable):
        await SmtpClient(server, CallScope.once()).send(mail())


@pytest.mark.parametrize("user", [None, "shop"])
async def test_without_starttls_no_mail_and_no_password_leave(
    mailbox: tuple[Mailbox, MailServer], user: str | None
) -> None:
    box, server = mailbox
    strict = replace(server, starttls=True, user=user, password=SecretStr("secret") if user else None)
    with pytest.raises(Unavailable):
        await SmtpClient(strict, CallScope.once()).send(mail())
    assert box.mails == []


def test_the_url_says_how_a_server_is_spoken_to() -> None:
    def at(url: str) -> tuple[str, int, bool, bool]:
        server = MailServer.at(url, None, None, "harbour-local")
        return server.host, server.port, server.tls, server.starttls

    assert at("smtp://mail.example.org") == ("mail.example.org", 587, False, True)
    assert at("smtp://mail.example.org:25") == ("mail.example.org", 25, False, True)
    assert at("smtps://mail.example.org") == ("mail.example.org", 465, True, False)
    assert at("smtp://127.0.0.1:2525") == ("127.0.0.1", 2525, False, False)
    assert at("smtp://localhost:2525") == ("localhost", 2525, False, False)
    for wrong in ("http://mail.example.org", "mail.example.org:25", "smtp://"):
        with pytest.raises(ValueError, match="smtp://"):
            at(wrong)
