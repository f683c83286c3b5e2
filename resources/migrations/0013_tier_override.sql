-- Tiers that two persons set against the index, for a stated time.

CREATE SEQUENCE override_number START 1;

CREATE TABLE tier_override (
  override INTEGER NOT NULL,          -- never used again
  subject_id INTEGER,                 -- subject that it was proposed for: where that was merged since, it holds for the survivor; NULL: the subject went with the batch that had brought it
  subject_name VARCHAR NOT NULL,      -- its name when it was proposed
  tier VARCHAR NOT NULL,              -- A | B | C | D
  over_veto BOOLEAN NOT NULL,         -- it holds even where a veto forces D; else the veto stays
  reason VARCHAR NOT NULL,            -- why
  ground VARCHAR NOT NULL,            -- law, document or minutes that it rests on
  author VARCHAR NOT NULL,            -- person who proposed it
  author_account VARCHAR NOT NULL,    -- account of the machine then; '' unknown
  proposed_at TIMESTAMP NOT NULL,     -- when, UTC
  expires_on DATE NOT NULL,           -- last day on which it holds
  confirmed_by VARCHAR,               -- second person; NULL not confirmed
  confirmed_account VARCHAR,          -- account of the machine then
  confirmed_at TIMESTAMP,             -- when, UTC
  confirmed_on DATE,                  -- the same as a day of the place: no run as of an earlier day knows it
  withdrawn_by VARCHAR,               -- person who withdrew it; '' the program, since the subject went
  withdrawn_at TIMESTAMP,             -- when, UTC
  withdrawn_on DATE,                  -- first day on which it no longer holds
  withdrawn_note VARCHAR              -- why it was withdrawn
);
COMMENT ON TABLE tier_override IS 'Tiers proposed by one person and confirmed by another, against what index and vetoes give.';

CREATE TABLE score_override (
  run INTEGER NOT NULL,               -- run whose tier it set
  subject_id INTEGER NOT NULL,        -- subject
  override INTEGER NOT NULL,          -- of tier_override
  tier_without VARCHAR NOT NULL       -- tier that index and vetoes give without it
);
COMMENT ON TABLE score_override IS 'In which runs an override set whose tier: of all others in score and score_past the tier follows from the index or a veto.';
