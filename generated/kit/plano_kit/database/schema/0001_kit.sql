-- What a request with an Idempotency-Key was answered, kept in the transaction of its effect.
CREATE TABLE plano.idempotency (
    principal text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_created_at ON plano.idempotency (created_at);
