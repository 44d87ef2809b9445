"""A mail server that keeps everything: `python -m plano.local.mailcatcher PORT FILE`."""

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
    """Appends each mail to a file, one JSON object a line."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a mail before it is acknowledged."""
        content = envelope.original_content or b""
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain", "html"))
        kept = {
            "id": str(mail["Message-ID"]),
            "from": envelope.mail_from,
            "to": list(envelope.rcpt_tos),
            "subject": str(mail["Subject"]),
            "body": body.get_content() if body is not None else "",
            "received": datetime.now(UTC).isoformat(),
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
        return "250 kept"


def main(port: int, file: Path) -> None:
    """Serve until SIGTERM."""
    file.parent.mkdir(parents=True, exist_ok=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    controller = Controller(Keeper(file), hostname="127.0.0.1", port=port)
    controller.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
