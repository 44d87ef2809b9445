"""A mail server that keeps everything: `python -m plano.local.mailcatcher PORT FOLDER`."""

from __future__ import annotations

import json
import signal
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeper:
    """Keeps each mail in a folder: as it came, `<number>.eml`, and as a line of `mails.jsonl`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._count = len(list(folder.glob("*.eml")))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a mail before it is acknowledged."""
        content = envelope.original_content or b""
        self._count += 1
        (self._folder / f"{self._count:06d}.eml").write_bytes(content)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        kept = {
            "id": str(mail["Message-ID"] or ""),
            "from": envelope.mail_from,
            "to": list(envelope.rcpt_tos),
            "subject": str(mail["Subject"] or ""),
            "body": _body(mail),
            "received": datetime.now(UTC).isoformat(),
        }
        with lines_of(self._folder).open("a", encoding="utf-8") as file:
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
        return "250 kept"


def lines_of(folder: Path) -> Path:
    """The file of a catcher's folder with one JSON object a mail, oldest first."""
    return folder / "mails.jsonl"


def _body(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except LookupError:  # a charset that nobody knows
        content = body.get_payload(decode=True)
        return content.decode("ascii", "replace") if isinstance(content, bytes) else ""


def main(port: int, folder: Path) -> None:
    """Serve until SIGTERM."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    controller = Controller(Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
