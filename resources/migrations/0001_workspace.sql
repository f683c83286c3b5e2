-- What this workspace is, what came into it, and whom it speaks of.

CREATE TABLE meta (
  key VARCHAR PRIMARY KEY,            -- name of the fact, e.g. created_at, unclustered_<class>
  value VARCHAR NOT NULL              -- the fact, as text
);
COMMENT ON TABLE meta IS 'What the workspace knows of itself: small facts by name.';

CREATE SEQUENCE batch_number START 1;
CREATE SEQUENCE file_number START 1;

CREATE TABLE batch (
  batch INTEGER PRIMARY KEY,          -- number of the import, from 1; gaps are batches that were undone
  imported_at TIMESTAMP NOT NULL,     -- when the import began, UTC
  files INTEGER NOT NULL,             -- files that it brought
  subjects_created INTEGER NOT NULL,  -- subjects that it made known
  kind VARCHAR NOT NULL DEFAULT 'import', -- import | mend: quarantined rows that were mended and loaded | publication: published results of inspections, never undone | decision: listings and removals decided here, never undone
  mends INTEGER                       -- of a mend: the batch whose rows it mended; NULL for an import
);
COMMENT ON TABLE batch IS 'One import, or one mending of rejects: all of it came in together or not at all.';

CREATE TABLE source_file (
  file_id INTEGER PRIMARY KEY,        -- number of the file, from 1
  batch INTEGER NOT NULL,             -- import that brought it
  name VARCHAR NOT NULL,              -- as the person knows it; entries and sheets behind a slash
  sha256 VARCHAR NOT NULL,            -- of the file's bytes, hex; with #SHEET for a workbook's later sheets and a database's later tables
  bytes BIGINT NOT NULL,              -- size
  format VARCHAR NOT NULL,            -- csv | json | jsonl | parquet | xlsx | xls | duckdb | demo
  encoding VARCHAR NOT NULL,          -- utf-8 | utf-8-bom | gb18030 | …; '' for workbooks
  class VARCHAR NOT NULL,             -- record class of its rows
  header_row BIGINT NOT NULL,         -- 1-based record number of the header; 0: none
  mapping JSON NOT NULL,              -- [{source, column}]: column '' = kept in extra
  read BIGINT NOT NULL,               -- always read = loaded + duplicate + quarantined
  loaded BIGINT NOT NULL,             -- rows that became records
  duplicate BIGINT NOT NULL,          -- rows whose every cell stood in an earlier row
  quarantined BIGINT NOT NULL,        -- rows that could not be used
  reasons JSON NOT NULL,              -- {reason: rows} of the quarantined
  attached_by_code BIGINT NOT NULL,   -- of the loaded, as at the import: code + name + queued + unattached = loaded
  attached_by_name BIGINT NOT NULL,   -- loaded rows that found their subject by name alone
  queued BIGINT NOT NULL,             -- loaded rows whose name several subjects bear
  unattached BIGINT NOT NULL,         -- loaded rows that no subject is known for
  reading JSON NOT NULL               -- how its rows were read beyond mapping and header: recipe, sheet, units, order of dates, edition of the words, what was special (importing/reading.ts)
);
COMMENT ON TABLE source_file IS 'Every file (or sheet, or entry of an archive) that was loaded, and what became of its rows.';

CREATE TABLE quarantine (
  file_id INTEGER NOT NULL,           -- file it came in
  batch INTEGER NOT NULL,             -- import it came with
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL,         -- 1-based record number in the source, header and title rows counted
  class VARCHAR NOT NULL,             -- record class that the row was meant for
  reason VARCHAR NOT NULL,            -- a stable code, e.g. no_subject, bad_width, undecodable
  detail VARCHAR NOT NULL,            -- the reason in words
  original VARCHAR NOT NULL,          -- the row as it was, or as a person left it: JSON array of its cells, or its raw text
  discarded VARCHAR                   -- why a person gave the row up; NULL: it waits to be mended
);
COMMENT ON TABLE quarantine IS 'Rows that could not be used, each with its reason and its original text.';

CREATE TABLE subject (
  subject_id INTEGER PRIMARY KEY,     -- dense, from 1
  uscc VARCHAR,                       -- valid 18-character code (GB 32100), or NULL
  local_code VARCHAR,                 -- the source's own identifier where there is no USCC
  name VARCHAR NOT NULL,              -- as the latest register writes it
  name_key VARCHAR NOT NULL,          -- normalised name (see identity/normaliseName)
  legal_rep VARCHAR,                  -- legal representative or person in charge
  registrar VARCHAR,                  -- USCC characters 3–8 or the six digits that the register gave
  region VARCHAR,                     -- GB/T 2260 code of county, else city (4 digits + 00), else province
  industry VARCHAR,                   -- GB/T 4754 section letter A–T; NULL unknown
  type VARCHAR,                       -- company | individual | cooperative | branch | institution | organisation | foreign | other
  status VARCHAR,                     -- active | revoked | cancelled | closed | moved | unknown
  established DATE,                   -- day of establishment
  capital_yuan DOUBLE,                -- registered capital in yuan; NULL unknown or foreign currency without rate
  address VARCHAR,                    -- registered address
  phone VARCHAR,                      -- telephone number
  records INTEGER NOT NULL DEFAULT 0, -- rows attached to it over all eleven classes
  first_batch INTEGER NOT NULL        -- import that made it known
);
COMMENT ON TABLE subject IS 'Market subjects, one row each: what the latest register says of them.';

CREATE TABLE subject_name (
  subject_id INTEGER NOT NULL,        -- subject that bears the name
  name VARCHAR NOT NULL,              -- as a source wrote it
  name_key VARCHAR NOT NULL,          -- normalised name
  batch INTEGER NOT NULL              -- import that told it; 0: a person's decision
);
COMMENT ON TABLE subject_name IS 'Every name a subject was seen under, the present one included.';
