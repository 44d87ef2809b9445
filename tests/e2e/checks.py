"""What must hold once everything has settled, whatever was killed meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plano_kit.clients.scope import CallScope
from tests.e2e.contracts import Judge
from tests.e2e.shop import eventually
from tests.e2e.stand import Stand

Names = Callable[[str], str]


@dataclass(frozen=True)
class Orders:
    """What a person did: all orders, and those of them that were cancelled."""

    placed: Sequence[str]
    cancelled: Sequence[str]


def settled(stand: Stand, n: Names, orders: Orders) -> None:
    """Every effect in the databases happened once, every event fits its contract, every mail has its one id."""
    eventually("every message is handled", lambda: _handled(stand, n, orders) or None, 120)
    order, payment = _table(n, "order"), _table(n, "payment")
    rows = stand.sql(n("orders"), f'SELECT id::text, "{n("status")}" FROM {order}')
    statuses = {str(each): status for each, status in rows}
    assert sorted(statuses) == sorted(orders.placed)
    for each, status in statuses.items():
        assert status == n("cancelled" if each in orders.cancelled else "paid")
    refunded = stand.sql(
        n("payments"), f'SELECT "{n("order_id")}"::text, "{n("refunded_at")}" IS NOT NULL FROM {payment}'
    )
    assert sorted(str(each[0]) for each in refunded) == sorted(orders.placed)
    assert {each[0] for each in refunded if each[1]} == set(orders.cancelled)
    _told_once(stand, n)
    _events(stand, n, orders)
    _mails(stand, n)


def _handled(stand: Stand, n: Names, orders: Orders) -> bool:
    """Whether outboxes are empty, and each group has handled each message."""
    for service in ("orders", "payments"):
        if stand.sql(n(service), "SELECT count(*) FROM plano.outbox") != [(0,)]:
            return False
    settled = _count(stand, n("payments"), f'{_table(n, "payment")} WHERE "{n("settled_at")}" IS NOT NULL')
    wanted = {
        ("payments", "orders.placed"): len(orders.placed),
        ("payments", "orders.cancelled"): len(orders.cancelled),
        ("notifications", "orders.placed"): len(orders.placed),
        ("orders", "payments.settled"): settled,
        ("notifications", "payments.settled"): settled,
    }
    return all(
        _count(stand, n(service), f"plano.inbox WHERE consumer_group = '{n(service)}.{n(topic)}'") == number
        for (service, topic), number in wanted.items()
    )


def _count(stand: Stand, service: str, source: str) -> int:
    return int(str(stand.sql(service, f"SELECT count(*) FROM {source}")[0][0]))


def _told_once(stand: Stand, n: Names) -> None:
    """One notification for each message that its groups have handled."""
    rows = _count(stand, n("notifications"), _table(n, "notification"))
    assert rows == _count(stand, n("notifications"), "plano.inbox")


def _events(stand: Stand, n: Names, orders: Orders) -> None:
    judge = Judge(stand.root)
    wanted = {"orders.placed": orders.placed, "orders.cancelled": orders.cancelled}
    for topic, keys in wanted.items():
        events = stand.events(n(topic)) if keys else []
        assert not [fault for event in events for fault in judge.faults(event)]
        # A killed relay may send a record again: always under the id that it had.
        assert {event["key"] for event in events} == set(keys)
        assert len({_id(event) for event in events}) == len(keys)


def _mails(stand: Stand, n: Names) -> None:
    """At least one mail for each message, and no Message-ID but the one that follows from it."""
    wanted: dict[str, int] = {}
    for topic in ("orders.placed", "payments.settled"):
        group = f"{n('notifications')}.{n(topic)}"
        for event in stand.events(n(topic)):
            wanted[CallScope.of_message(group, _id(event)).next_key()] = 0
    sent = Counter(str(mail["id"]).strip("<>").partition("@")[0] for mail in stand.mails())
    assert set(sent) == set(wanted)


def _id(event: dict[str, object]) -> str:
    headers = event["headers"]
    assert isinstance(headers, dict)
    return str(headers["ce_id"])


def _table(n: Names, name: str) -> str:
    return f'public."{n(name)}"'
