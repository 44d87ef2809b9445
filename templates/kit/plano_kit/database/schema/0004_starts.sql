-- How often a consumer began a message that it has not ended: what is left here by a process that died.

CREATE TABLE plano.start (
    consumer_group text NOT NULL,
    message_id text NOT NULL,
    starts integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer_group, message_id)
);

CREATE INDEX start_started_at ON plano.start (started_at);
