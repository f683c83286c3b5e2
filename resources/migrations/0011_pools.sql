-- Subject pools: a selection of subjects under a name, for filters, draws and comparisons.

CREATE SEQUENCE pool_number START 1;

CREATE TABLE subject_pool (
  pool INTEGER PRIMARY KEY,           -- never used again, so that what names a pool never means another
  name VARCHAR NOT NULL UNIQUE,
  kind VARCHAR NOT NULL,              -- predicate: whoever passes the filter at the time; list: who passed it when the pool was saved
  filter JSON NOT NULL,               -- chips as in shared/filter.ts
  note VARCHAR NOT NULL,              -- what it is for; '' none
  author VARCHAR NOT NULL,            -- account of the machine; '' unknown
  created_at TIMESTAMP NOT NULL,
  as_of DATE                          -- of the scores at that time; NULL: not scored
);
COMMENT ON TABLE subject_pool IS 'Named selections of subjects.';

CREATE TABLE subject_pool_member (
  pool INTEGER NOT NULL,              -- of subject_pool
  subject_id INTEGER NOT NULL
);
COMMENT ON TABLE subject_pool_member IS 'Members of the pools of kind list.';
