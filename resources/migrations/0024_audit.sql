-- Operators with their roles, and the chain of all that was done.

CREATE TABLE operator (
  key VARCHAR PRIMARY KEY,            -- name without case, blanks and width: two operators never share it
  name VARCHAR NOT NULL,              -- name as it is shown and kept with what the operator does
  roles JSON NOT NULL,                -- analyst, investigator, reviewer, manager, administrator: list of texts
  salt VARCHAR NOT NULL,              -- of the passphrase, hex
  proof VARCHAR NOT NULL,             -- scrypt of salt and passphrase, hex; the passphrase itself is kept nowhere
  created_at TIMESTAMP NOT NULL,      -- when, UTC
  ended_at TIMESTAMP                  -- from when on the operator may nothing more, UTC; NULL: may
);
COMMENT ON TABLE operator IS 'Who may work in this workspace, and as what. While there is none, everybody may everything.';

CREATE TABLE audit (
  seq BIGINT NOT NULL,                -- from 1, without gaps
  body VARCHAR NOT NULL,              -- canonical JSON: seq, at, operator, account, verb, deed, step, input, before, after
  hash VARCHAR NOT NULL               -- SHA-256, hex, of the hash before it, a line feed, and the body; before the first: the empty text
);
COMMENT ON TABLE audit IS 'What was done, by whom, when, with what, before and after: one row a transaction, written in that transaction.';

CREATE TABLE audit_head (
  seq BIGINT NOT NULL,                -- of the last row of audit
  hash VARCHAR NOT NULL               -- its hash
);
COMMENT ON TABLE audit_head IS 'Where the chain ends: without it, taking away its last rows would leave no trace.';
