"""Mail, sent at least once and always under the same Message-ID."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiosmtplib
from pydantic import SecretStr

from plano_kit.clients.scope import CallScope
from plano_kit.observability.tracing import step
from plano_kit.problems import Unavailable, Unprocessable


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes. `tls` is from the first byte (smtps, port 465), `starttls` before anything is said (smtp, 587).

    `domain` stands in a Message-ID whose sender has none.
    """

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str | None
    password: SecretStr | None
    domain: str

    @classmethod
    def at(cls, url: str, user: str | None, password: SecretStr | None, domain: str) -> MailServer:
        """The server of an `smtp://` or `smtps://` URL.

        STARTTLS is required with `smtp://`, since a server that merely offers it can be talked out of it; only this
        machine itself is spoken to in the clear. Raises ValueError for another scheme.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError(f"a mail server's URL begins with smtp:// or smtps://, not as in {url!r}")
        tls = parts.scheme == "smtps"
        port = parts.port or (465 if tls else 587)
        return cls(parts.hostname, port, tls, not tls and not _is_here(parts.hostname), user or None, password, domain)


class SmtpClient:
    """Sends mail through one server."""

    def __init__(self, server: MailServer, scope: CallScope) -> None:
        self._server = server
        self._scope = scope

    async def send(self, mail: EmailMessage) -> None:
        """Hand the mail to the server, which has it when this returns.

        The Message-ID is derived from the message or request that is being handled and the number of the call in it,
        so a mail that is sent again after a crash can be told from a new one; one that is set is replaced. A Date is
        added where there is none. Raises Unprocessable where the server refuses the mail for good, Unavailable
        where another attempt may succeed.
        """
        _, sender = parseaddr(str(mail.get("From", "")))
        del mail["Message-ID"]
        mail["Message-ID"] = f"<{self._scope.next_key()}@{sender.rpartition('@')[2] or self._server.domain}>"
        if "Date" not in mail:
            mail["Date"] = formatdate(usegmt=True)
        server = self._server
        where: dict[str, str | int | bool] = {"server.address": server.host, "server.port": server.port}
        try:
            with step("send mail", "client", {"network.protocol.name": "smtp", **where}):
                await self._hand_over(mail)
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refused.code for refused in error.recipients]
            raise _refusal(min(codes, default=550)) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _refusal(error.code) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unavailable("the mail server cannot be reached") from error

    async def _hand_over(self, mail: EmailMessage) -> None:
        server = self._server
        await aiosmtplib.send(
            mail,
            hostname=server.host,
            port=server.port,
            use_tls=server.tls,
            start_tls=server.starttls,
            username=server.user,
            password=None if server.password is None else server.password.get_secret_value(),
            timeout=10.0,
        )


def _refusal(code: int) -> Unprocessable | Unavailable:
    """A 5xx is for good (RFC 5321, 4.2.1), but not 530 to 539: those are about our own log-in, not about the mail."""
    if 500 <= code < 600 and not 530 <= code < 540:
        return Unprocessable(f"the mail server refused this mail: {code}")
    return Unavailable(f"the mail server took no mail: {code}")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
