-- Who brought a batch and who took it back; codes that came damaged, and what they were repaired to.

CREATE TABLE batch_history (
  batch INTEGER PRIMARY KEY,          -- number of the import
  imported_by VARCHAR NOT NULL,       -- account of this machine that ran the import
  imported_at TIMESTAMP,              -- from here on: filled at the undo, when the batch itself is gone
  kind VARCHAR,                       -- import | mend
  names JSON,                         -- its files' names, in order
  read BIGINT,                        -- rows read
  loaded BIGINT,                      -- rows loaded
  subjects_removed BIGINT,            -- subjects that went with it
  undone_at TIMESTAMP,                -- when it was taken back, UTC
  undone_by VARCHAR                   -- account that took it back
);
COMMENT ON TABLE batch_history IS 'Who imported each batch, and of batches that were undone what they were and who undid them.';

CREATE TABLE damaged_code (
  class VARCHAR NOT NULL,             -- record class of the record
  file_id INTEGER NOT NULL,           -- file of the record
  source_row BIGINT NOT NULL,         -- row of the record
  batch INTEGER NOT NULL,             -- import of the record
  raw_code VARCHAR NOT NULL,          -- as the source wrote it
  code_key VARCHAR NOT NULL,          -- half width, upper case, no blanks
  name_key VARCHAR,                   -- of the record's own name
  damage VARCHAR NOT NULL             -- notation | glued | several | scientific | zeros | masked | check | length
);
COMMENT ON TABLE damaged_code IS 'Records whose code was meant for a unified social credit code and is not written as one.';

CREATE TABLE repair (
  class VARCHAR NOT NULL,             -- record class of the record
  file_id INTEGER NOT NULL,           -- file of the record
  source_row BIGINT NOT NULL,         -- row of the record
  batch INTEGER NOT NULL,             -- of the record
  raw_code VARCHAR NOT NULL,          -- as the source wrote it
  code VARCHAR NOT NULL,              -- the valid code that the evidence names
  subject_id INTEGER NOT NULL,        -- subject that bears the code
  evidence VARCHAR NOT NULL           -- text: the cell holds this one valid code; name: of the codes that the record's name belongs to this one alone is not spoken against by the cell
);
COMMENT ON TABLE repair IS 'Damaged codes that evidence repaired; the record keeps its code as written.';
