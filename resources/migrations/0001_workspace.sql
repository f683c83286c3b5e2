-- What this workspace is, what came into it, and whom it speaks of.

CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE SEQUENCE batch_number START 1;
CREATE SEQUENCE file_number START 1;

CREATE TABLE batch (
  batch INTEGER PRIMARY KEY,
  imported_at TIMESTAMP NOT NULL,
  files INTEGER NOT NULL,
  subjects_created INTEGER NOT NULL
);
COMMENT ON TABLE batch IS 'One import: all its files came in together or not at all.';

CREATE TABLE source_file (
  file_id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  name VARCHAR NOT NULL,
  sha256 VARCHAR NOT NULL,            -- of the file's bytes, hex; with #SHEET for a workbook's later sheets and a database's later tables
  bytes BIGINT NOT NULL,
  format VARCHAR NOT NULL,            -- csv | json | jsonl | parquet | xlsx | xls | duckdb | demo
  encoding VARCHAR NOT NULL,          -- utf-8 | utf-8-bom | gb18030 | …; '' for workbooks
  class VARCHAR NOT NULL,
  header_row BIGINT NOT NULL,         -- 1-based record number of the header; 0: none
  mapping JSON NOT NULL,              -- [{source, column}]: column '' = kept in extra
  read BIGINT NOT NULL,               -- always read = loaded + duplicate + quarantined
  loaded BIGINT NOT NULL,
  duplicate BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  reasons JSON NOT NULL,              -- {reason: rows} of the quarantined
  attached_by_code BIGINT NOT NULL,   -- of the loaded, as at the import: code + name + queued + unattached = loaded
  attached_by_name BIGINT NOT NULL,
  queued BIGINT NOT NULL,
  unattached BIGINT NOT NULL
);

CREATE TABLE source_reading (
  file_id INTEGER NOT NULL,
  words VARCHAR NOT NULL,             -- edition of the words (resources/reference/words.yaml) by which its texts became codes
  remarks JSON NOT NULL               -- [{code, params}]: what was special in reading it, e.g. hidden_columns
);
COMMENT ON TABLE source_reading IS 'By which words each file was read, and what was special in reading it.';

CREATE TABLE quarantine (
  file_id INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL,         -- 1-based record number in the source, header and title rows counted
  class VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,            -- a stable code, e.g. no_subject, bad_width, undecodable
  detail VARCHAR NOT NULL,
  original VARCHAR NOT NULL           -- the row as it was: JSON array of its cells, or its raw text
);
COMMENT ON TABLE quarantine IS 'Rows that could not be used, each with its reason and its original text.';

CREATE TABLE subject (
  subject_id INTEGER PRIMARY KEY,     -- dense, from 1
  uscc VARCHAR,                       -- valid 18-character code (GB 32100), or NULL
  local_code VARCHAR,                 -- the source's own identifier where there is no USCC
  name VARCHAR NOT NULL,
  name_key VARCHAR NOT NULL,          -- normalised name (see identity/normaliseName)
  legal_rep VARCHAR,
  registrar VARCHAR,                  -- USCC characters 3–8 or the six digits that the register gave
  region VARCHAR,                     -- GB/T 2260 code of county, else city (4 digits + 00), else province
  industry VARCHAR,                   -- GB/T 4754 section letter A–T; NULL unknown
  type VARCHAR,                       -- company | individual | cooperative | branch | institution | organisation | foreign | other
  status VARCHAR,                     -- active | revoked | cancelled | closed | moved | unknown
  established DATE,
  capital_yuan DOUBLE,                -- registered capital in yuan; NULL unknown or foreign currency without rate
  address VARCHAR,
  phone VARCHAR,
  records INTEGER NOT NULL DEFAULT 0, -- rows attached to it over all eleven classes
  first_batch INTEGER NOT NULL
);
COMMENT ON TABLE subject IS 'Market subjects, one row each: what the latest register says of them.';

CREATE TABLE subject_name (
  subject_id INTEGER NOT NULL,
  name VARCHAR NOT NULL,
  name_key VARCHAR NOT NULL,
  batch INTEGER NOT NULL
);
COMMENT ON TABLE subject_name IS 'Every name a subject was seen under, the present one included.';
