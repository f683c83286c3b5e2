-- Draws: planned, committed, drawn. A draw is never changed once committed, and never deleted.

CREATE TABLE draw (
  draw INTEGER PRIMARY KEY,           -- consecutive from 1: a gap would mean a draw was removed
  name VARCHAR NOT NULL,
  policy VARCHAR NOT NULL,
  state VARCHAR NOT NULL,             -- committed | drawn
  committed_at TIMESTAMP NOT NULL,
  commitment VARCHAR NOT NULL,        -- SHA-256 over frame digest and rules, hex
  rules JSON NOT NULL,                -- policy, strata, ratios, counts, exclusions: canonical JSON, as committed
  frame_sha256 VARCHAR NOT NULL,      -- over the lines position TAB id TAB stratum LF, hex
  run INTEGER NOT NULL,               -- score run that gave the tiers
  frame_size BIGINT NOT NULL,
  seed_entered VARCHAR,               -- as typed
  seed VARCHAR,                       -- canonical: digits only; what the tickets are computed with
  witnesses JSON,
  drawn_at TIMESTAMP,
  drawn BIGINT
);

CREATE TABLE draw_frame (
  draw INTEGER NOT NULL,
  position BIGINT NOT NULL,           -- 1-based place in the committed order
  subject_id INTEGER NOT NULL,
  id VARCHAR NOT NULL,                -- the identifier that the ticket is computed of
  stratum VARCHAR NOT NULL,
  ticket VARCHAR,                     -- NULL until drawn; kept for drawn subjects and spares only
  rank BIGINT,                        -- 1-based by ticket within the stratum, for those
  role VARCHAR                        -- drawn | spare; NULL not drawn
);
