-- Names of records under no subject beside subjects they may be, and what was decided of them.

CREATE SEQUENCE decision_number START 1;

CREATE TABLE candidate (
  name_key VARCHAR NOT NULL,          -- of records under no subject
  name VARCHAR NOT NULL,              -- as one of the records writes it
  records BIGINT NOT NULL,            -- that bear the name, when it was compared
  subject_id INTEGER NOT NULL,        -- subject that it may be
  score DOUBLE NOT NULL,              -- 0–1
  fields JSON NOT NULL,               -- [{field, left, right, effect}]: what the score is the sum of
  state VARCHAR NOT NULL              -- queued | same | different | unsure
);
COMMENT ON TABLE candidate IS 'Names of records under no subject, beside subjects whose name comes near: a person decides.';

CREATE TABLE identity_decision (
  decision INTEGER PRIMARY KEY,       -- number of the decision, from 1
  name_key VARCHAR NOT NULL,          -- normalised name decided upon
  subject_id INTEGER NOT NULL,        -- subject decided upon
  answer VARCHAR NOT NULL,            -- same | different | unsure
  score DOUBLE NOT NULL,              -- score as it was shown, 0–1
  fields JSON NOT NULL,               -- the evidence as it was shown
  decided_at TIMESTAMP NOT NULL,      -- when it was decided, UTC
  decided_by VARCHAR NOT NULL,        -- account of the machine; '' the program, above its threshold
  undone_at TIMESTAMP                 -- when it was taken back, UTC; NULL it stands
);
COMMENT ON TABLE identity_decision IS 'Which names were taken for which subjects, by whom and on what evidence; undone ones are kept.';

CREATE TABLE identity_move (
  decision INTEGER NOT NULL,          -- decision that moved it
  class VARCHAR NOT NULL,             -- record class of the record
  file_id INTEGER NOT NULL,           -- file of the record
  source_row BIGINT NOT NULL,         -- row of the record
  attached VARCHAR NOT NULL           -- how it was attached before
);
COMMENT ON TABLE identity_move IS 'Records that a decision brought under its subject, with how they were attached before.';
