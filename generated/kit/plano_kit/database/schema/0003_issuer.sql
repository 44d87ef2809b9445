-- What the issuer keeps beside the account entity, which is passwords, roles, blocks, log-ins and their limits.

CREATE TABLE plano.credential (
    account_id uuid PRIMARY KEY,              -- the account entity's row, where alone its e-mail stands
    password text NOT NULL,                   -- argon2id, PHC text
    roles text[] NOT NULL DEFAULT '{}',
    blocked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX credential_admin ON plano.credential (account_id) WHERE 'admin' = ANY (roles);

CREATE TABLE plano.session (                  -- one log-in, the family of refresh tokens that came of it
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES plano.credential ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    ends_at timestamptz NOT NULL,             -- whatever is refreshed until then
    revoked_at timestamptz,
    revoked_because text CHECK (revoked_because IN ('logout', 'reuse', 'password', 'blocked'))
);

CREATE INDEX session_account ON plano.session (account_id);
CREATE INDEX session_ends ON plano.session (ends_at);

CREATE TABLE plano.refresh_token (
    hash bytea PRIMARY KEY,                   -- SHA-256 of 256 random bits, so that a copy of this table opens nothing
    session_id uuid NOT NULL REFERENCES plano.session ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz                       -- set once, since a second use revokes the session
);

CREATE INDEX refresh_token_session ON plano.refresh_token (session_id);

CREATE TABLE plano.attempt (                  -- failed log-ins, as a generic cell rate of one instant a key
    key bytea PRIMARY KEY,                    -- SHA-256 of what is limited, an e-mail, an address, or both
    empty_at timestamptz NOT NULL             -- when the failures counted so far are forgotten
);

CREATE INDEX attempt_empty ON plano.attempt (empty_at);
