-- What is to be published (outbox) and what has been handled (inbox).

CREATE TABLE plano.outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    key text,
    shard smallint NOT NULL,                  -- by topic and key: one relay at a time sends a shard's rows
    payload bytea,                            -- NULL is a tombstone
    headers jsonb NOT NULL,                   -- header name to text, as they go on the record
    created_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE INDEX outbox_shard_id ON plano.outbox (shard, id);

CREATE TABLE plano.inbox (
    consumer_group text NOT NULL,
    message_id text NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer_group, message_id)
);

CREATE INDEX inbox_handled_at ON plano.inbox USING brin (handled_at);
