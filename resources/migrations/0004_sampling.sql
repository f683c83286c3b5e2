-- Draws: planned, committed, drawn. A draw is never changed once committed, and never deleted.

CREATE TABLE draw (
  draw INTEGER PRIMARY KEY,           -- consecutive from 1: a gap would mean a draw was removed
  name VARCHAR NOT NULL,              -- name of the task
  policy VARCHAR NOT NULL,            -- policy pack that gave the ratios
  state VARCHAR NOT NULL,             -- committed | drawn
  committed_at TIMESTAMP NOT NULL,    -- when frame and rules were fixed, UTC
  commitment VARCHAR NOT NULL,        -- SHA-256 over frame digest and rules, hex
  rules JSON NOT NULL,                -- policy, strata, ratios, counts, exclusions: canonical JSON, as committed
  frame_sha256 VARCHAR NOT NULL,      -- over the lines position TAB id TAB stratum LF, hex
  run INTEGER NOT NULL,               -- score run that gave the tiers
  frame_size BIGINT NOT NULL,         -- subjects in the frame
  seed_entered VARCHAR,               -- as typed
  seed VARCHAR,                       -- canonical: digits only; what the tickets are computed with
  witnesses JSON,                     -- names of who witnessed the seed
  drawn_at TIMESTAMP,                 -- when the tickets were computed, UTC
  drawn BIGINT                        -- subjects drawn
);
COMMENT ON TABLE draw IS 'Draws of subjects to inspect: rules, commitment, seed.';

CREATE TABLE draw_frame (
  draw INTEGER NOT NULL,              -- draw
  position BIGINT NOT NULL,           -- 1-based place in the committed order
  subject_id INTEGER NOT NULL,        -- subject
  id VARCHAR NOT NULL,                -- the identifier that the ticket is computed of
  stratum VARCHAR NOT NULL,           -- tier when the frame was frozen
  ticket VARCHAR,                     -- NULL until drawn; kept for drawn subjects and spares only
  rank BIGINT,                        -- 1-based by ticket within the stratum, for those
  role VARCHAR                        -- drawn | spare; NULL not drawn
);
COMMENT ON TABLE draw_frame IS 'The frame of each draw in its committed order, with the tickets of the drawn and the spares.';
