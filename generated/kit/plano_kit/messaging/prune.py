"""The `prune` job: deletes what nobody will ask for again."""

from __future__ import annotations

from datetime import timedelta

import structlog

from plano_kit.database.engine import AnyConnection

BATCH = 5000
"""Rows in one statement, so that no lock and no transaction is long."""

_OLD = {
    "inbox": (
        "DELETE FROM plano.inbox WHERE ctid = ANY (ARRAY("
        "SELECT ctid FROM plano.inbox WHERE handled_at < now() - $1::interval LIMIT $2))"
    ),
    "start": (
        "DELETE FROM plano.start WHERE ctid = ANY (ARRAY("
        "SELECT ctid FROM plano.start WHERE started_at < now() - $1::interval LIMIT $2))"
    ),
    "idempotency": (
        "DELETE FROM plano.idempotency WHERE ctid = ANY (ARRAY("
        "SELECT ctid FROM plano.idempotency WHERE created_at < now() - $1::interval LIMIT $2))"
    ),
}

log = structlog.stdlib.get_logger("plano.prune")


async def prune(connection: AnyConnection, *, inbox: timedelta, idempotency: timedelta) -> dict[str, int]:
    """Delete inbox, start and idempotency rows older than that, starts as inbox rows; gives how many of each.

    `inbox` must be longer than the time in which a message can come back: the topics' retention, and the longest row
    of retries. The outbox has nothing to prune, since the relay deletes what the broker has acknowledged.
    """
    deleted = {}
    for table, age in (("inbox", inbox), ("start", inbox), ("idempotency", idempotency)):
        deleted[table] = 0
        while True:
            status = await connection.execute(_OLD[table], age, BATCH)
            number = int(status.rpartition(" ")[2])
            deleted[table] += number
            if number < BATCH:
                break
    log.info("pruned", **deleted)
    return deleted
