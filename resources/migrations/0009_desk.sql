-- What persons made of quarantined rows: every change is kept, with what the row was before.

CREATE SEQUENCE change_number START 1;

CREATE TABLE reject_change (
  change BIGINT NOT NULL,             -- in order of time
  file_id INTEGER NOT NULL,
  source_row BIGINT NOT NULL,
  outcome VARCHAR NOT NULL,           -- loaded | duplicate | refused | discarded | restored (from being discarded)
  batch INTEGER,                      -- the mend that did it; NULL for discarded and restored
  reason VARCHAR NOT NULL,            -- why the row lay in quarantine before
  original VARCHAR NOT NULL,          -- its text before, as in quarantine
  became VARCHAR,                     -- JSON array of the cells that a person made of it; NULL for discarded and restored
  reason_now VARCHAR,                 -- refused: why it still lies in quarantine
  attached VARCHAR,                   -- loaded: how it found its subject at the mend, code | name | queued | none
  note VARCHAR,                       -- discarded: why
  via VARCHAR,                        -- name of the file that brought the mended row; NULL: mended at the desk
  changed_at TIMESTAMP NOT NULL,
  changed_by VARCHAR NOT NULL,        -- account of the machine
  undone_at TIMESTAMP                 -- when the mend was taken back
);
COMMENT ON TABLE reject_change IS 'What was made of quarantined rows, by whom and when; the first change of a row holds its text as the source wrote it.';
