-- Subjects that were merged or split, and subjects that wait for a new score.

CREATE TABLE subject_merge (
  decision INTEGER PRIMARY KEY,       -- of identity_decision: when, by whom, on what evidence; what moved is in identity_move
  kind VARCHAR NOT NULL,              -- merge | split
  from_subject INTEGER NOT NULL,      -- merge: the one that went; split: the one that gave records
  into_subject INTEGER,               -- merge: the survivor; split: the one that took them, NULL none
  created BOOLEAN NOT NULL,           -- split: into_subject was made for it
  name VARCHAR NOT NULL,              -- of from_subject, as it was
  uscc VARCHAR,                       -- merge: code of from_subject that leads to the survivor now; NULL none, or the survivor bears it itself
  local_code VARCHAR,                 -- likewise
  first_batch INTEGER NOT NULL,       -- of from_subject
  undone_at TIMESTAMP
);
COMMENT ON TABLE subject_merge IS 'Which subject went into which, or gave records to which: lineage of subjects.';

CREATE TABLE identity_change (
  decision INTEGER NOT NULL,
  table_name VARCHAR NOT NULL,
  subject_id INTEGER NOT NULL,
  side VARCHAR NOT NULL,              -- before: the row was there before the decision and not after | after: the other way round
  content JSON NOT NULL               -- the row
);
COMMENT ON TABLE identity_change IS 'Rows of small tables that a merge or split changed, as they were and as they became: what its undo puts back.';

CREATE VIEW former_subject AS
  WITH RECURSIVE chain AS (
    SELECT decision, from_subject AS subject_id, into_subject AS now_id, name, uscc, local_code FROM subject_merge WHERE kind = 'merge' AND undone_at IS NULL
    UNION ALL SELECT c.decision, c.subject_id, m.into_subject, c.name, c.uscc, c.local_code
      FROM chain c JOIN subject_merge m ON m.from_subject = c.now_id AND m.kind = 'merge' AND m.undone_at IS NULL)
  SELECT * FROM chain WHERE now_id NOT IN (SELECT from_subject FROM subject_merge WHERE kind = 'merge' AND undone_at IS NULL);
COMMENT ON VIEW former_subject IS 'Subjects that were merged away, each with the one it is now (now_id), through however many merges.';

CREATE VIEW subject_code AS
  SELECT uscc, subject_id FROM subject WHERE uscc IS NOT NULL
  UNION ALL SELECT uscc, now_id FROM former_subject WHERE uscc IS NOT NULL;
COMMENT ON VIEW subject_code IS 'Whose credit code it is; codes of merged subjects lead to the survivor.';

CREATE VIEW subject_local_code AS
  SELECT local_code, subject_id, first_batch FROM subject WHERE local_code IS NOT NULL
  UNION ALL SELECT local_code, now_id, 0 FROM former_subject WHERE local_code IS NOT NULL;
COMMENT ON VIEW subject_local_code IS 'Whose identifier of a source it is; those of merged subjects lead to the survivor.';

CREATE TABLE touched_subject (
  subject_id INTEGER NOT NULL         -- one row a subject; one that has gone meanwhile has no row in subject: its scores have to go too
);
COMMENT ON TABLE touched_subject IS 'Subjects whose records, names or description changed since the last run. Empty while nothing was ever scored: all of them wait then.';
