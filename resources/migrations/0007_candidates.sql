-- What may be the same enterprise, beside the subject that it may be, and what was decided of it.

CREATE SEQUENCE decision_number START 1;

CREATE TABLE candidate (
  kind VARCHAR NOT NULL,              -- name: a name of records under no subject | bearer: records whose name several subjects bear | subject: another subject
  item VARCHAR NOT NULL,              -- name: its key | bearer: JSON [class, name key, code, legal representative, address] | subject: its number
  name VARCHAR NOT NULL,              -- of the item, as written
  records BIGINT NOT NULL,            -- of the item, when it was compared
  subject_id INTEGER NOT NULL,        -- that the item may be
  score DOUBLE NOT NULL,              -- 0–1
  fields JSON NOT NULL,               -- [{field, left, right, effect}]: what the score is the sum of
  state VARCHAR NOT NULL              -- queued | same | different | unsure
);
COMMENT ON TABLE candidate IS 'Names, records and subjects beside subjects that they may be: a person decides.';

CREATE TABLE identity_decision (
  decision INTEGER PRIMARY KEY,
  kind VARCHAR NOT NULL,              -- name | bearer | subject, as in candidate | split
  item VARCHAR NOT NULL,              -- as in candidate; split: JSON of what was asked for
  name VARCHAR NOT NULL,
  subject_id INTEGER NOT NULL,        -- subject: the survivor; split: the one that gave
  answer VARCHAR NOT NULL,            -- same | different | unsure | split
  score DOUBLE NOT NULL,
  fields JSON NOT NULL,               -- the evidence as it was shown
  decided_at TIMESTAMP NOT NULL,
  decided_by VARCHAR NOT NULL,        -- account of the machine; '' the program, on proof
  undone_at TIMESTAMP
);
COMMENT ON TABLE identity_decision IS 'Which names, records and subjects were taken for which subjects, by whom and on what evidence; undone ones are kept.';

CREATE TABLE identity_move (
  decision INTEGER NOT NULL,
  class VARCHAR NOT NULL,
  file_id INTEGER NOT NULL,
  source_row BIGINT NOT NULL,
  attached VARCHAR NOT NULL,          -- before; 'other' for the far end of a relation
  subject_id INTEGER                  -- before; NULL: under none
);
COMMENT ON TABLE identity_move IS 'Records that a decision brought under another subject, with where they lay before.';

CREATE TABLE waiting_name (
  name_key VARCHAR NOT NULL,          -- one row a name and batch
  name VARCHAR NOT NULL,
  records BIGINT NOT NULL,
  legal_rep VARCHAR,
  address VARCHAR,
  batch INTEGER NOT NULL,
  core VARCHAR NOT NULL,              -- without legal form
  distinctive VARCHAR NOT NULL,       -- and without place
  plain VARCHAR NOT NULL,             -- and without words for a kind of unit
  marks VARCHAR NOT NULL              -- its figures and branch words, in order
);
COMMENT ON TABLE waiting_name IS 'Names of records under no subject, as they were compared; a name that found its subject since may still stand here.';

CREATE TABLE known_name (
  name_key VARCHAR NOT NULL,
  core VARCHAR NOT NULL,
  distinctive VARCHAR NOT NULL,
  plain VARCHAR NOT NULL,
  marks VARCHAR NOT NULL
);
COMMENT ON TABLE known_name IS 'Parts of names that subjects bear or bore: they follow from the name alone, and are kept so that a comparing costs what is new.';

CREATE TABLE name_sign (sign VARCHAR NOT NULL, weight DOUBLE NOT NULL);
COMMENT ON TABLE name_sign IS 'How much a sign tells in a distinctive part: ln(names / names that have it), as of the last comparing of all names.';
