"""What a person does in the reference shop, in any spelling of its names."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

import httpx

T = TypeVar("T")

PASSWORD = "correct horse battery"


def eventually(what: str, probe: Callable[[], T | None], seconds: float = 60) -> T:
    """The first truthy result of `probe`; AssertionError naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        if found := probe():
            return found
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.1)


class Person:
    """One customer, signed in through the gateway; `n` spells the platform's names."""

    def __init__(self, gateway: str, n: Callable[[str], str], name: str = "ada") -> None:
        self.n = n
        self.email = f"{name}-{uuid4().hex[:8]}@example.org"
        self.http = httpx.Client(base_url=f"{gateway}/api", timeout=60)
        created = self.http.post(
            "/auth/register", json={n("email"): self.email, n("full_name"): name.title(), "password": PASSWORD}
        )
        assert created.status_code == 201, created.text
        self.id = str(created.json()["id"])
        self.login()

    def login(self) -> None:
        answer = self.http.post("/auth/login", json={"email": self.email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def path(self, plural: str) -> str:
        return f"/{self.n(plural[:-1])}s"

    def place(self, quantity: int = 1, key: str | None = None) -> dict[str, object]:
        """Place an order, as a browser does: again under the same key until it is answered."""
        n = self.n
        body = {n("items"): [{n("sku"): "tea-green", n("quantity"): quantity}], n("note"): "ring twice"}
        answer = self._insist("POST", self.path("orders"), body, key or str(uuid4()))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def cancel(self, order: str, reason: str = "too late") -> httpx.Response:
        path = f"{self.path('orders')}/{order}/{self.n('cancel')}"
        return self._insist("POST", path, {self.n("reason"): reason}, str(uuid4()))

    def order(self, order: str) -> dict[str, object]:
        answer = self._insist("GET", f"{self.path('orders')}/{order}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def wait_for(self, order: str, status: str, seconds: float = 60) -> dict[str, object]:
        """The order once it has that status."""

        def probe() -> dict[str, object] | None:
            found = self.order(order)
            return found if found[self.n("status")] == self.n(status) else None

        return eventually(f"order {order} is {status}", probe, seconds)

    def payment_of(self, order: str) -> dict[str, object] | None:
        answer = self._insist("GET", f"{self.path('payments')}?limit=200")
        assert answer.status_code == 200, answer.text
        payments = [payment for payment in answer.json()["items"] if payment[self.n("order_id")] == order]
        assert len(payments) <= 1
        return dict(payments[0]) if payments else None

    def _insist(self, method: str, path: str, body: object = None, key: str = "") -> httpx.Response:
        """Send until someone is there to answer: a gateway in front of a killed API says 502."""
        headers = {"Idempotency-Key": key} if key else {}

        def probe() -> httpx.Response | None:
            try:
                answer = self.http.request(method, path, json=body, headers=headers)
            except httpx.TransportError:
                return None
            return None if answer.status_code in (502, 503, 504, 409) and _unanswered(answer) else answer

        return eventually(f"an answer to {method} {path}", probe)


def _unanswered(answer: httpx.Response) -> bool:
    """Whether to send the same again: nobody there, or the first try of the same key is still at work."""
    return answer.status_code != 409 or "Retry-After" in answer.headers
