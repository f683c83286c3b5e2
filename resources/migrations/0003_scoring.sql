-- Risk index and tiers.

CREATE SEQUENCE run_number START 1;

CREATE TABLE score_run (
  run INTEGER PRIMARY KEY,
  model VARCHAR NOT NULL,             -- model version, e.g. base-1
  model_sha256 VARCHAR NOT NULL,      -- of the model definition
  as_of DATE NOT NULL,
  created_at TIMESTAMP NOT NULL,
  subjects BIGINT NOT NULL,
  dimensions INTEGER NOT NULL,
  tier_counts JSON NOT NULL,          -- {"A":n,"B":n,"C":n,"D":n}
  definition JSON NOT NULL,           -- the whole model as used
  last_batch INTEGER NOT NULL         -- newest import that the run saw; 0: none
);

CREATE TABLE score (
  subject_id INTEGER NOT NULL,
  index DOUBLE NOT NULL,              -- 0–100: the sum of the eleven partial indices
  tier VARCHAR NOT NULL,              -- A | B | C | D
  tier_reason VARCHAR NOT NULL,       -- index | veto
  veto VARCHAR,                       -- id of the veto that forced the tier
  registration DOUBLE NOT NULL, supervision DOUBLE NOT NULL, penalty DOUBLE NOT NULL, complaint DOUBLE NOT NULL,
  operation DOUBLE NOT NULL, opinion DOUBLE NOT NULL, judicial DOUBLE NOT NULL, licence DOUBLE NOT NULL,
  product DOUBLE NOT NULL, listing DOUBLE NOT NULL, relation DOUBLE NOT NULL
);
COMMENT ON TABLE score IS 'The latest run, one row a subject, in order of subject_id but for those that were scored anew since.';

CREATE TABLE score_past (run INTEGER NOT NULL, subject_id INTEGER NOT NULL, index FLOAT NOT NULL, tier VARCHAR NOT NULL);
COMMENT ON TABLE score_past IS 'Index and tier of every run, the latest included, for comparison.';

CREATE VIEW subject_now AS
  SELECT s.*, c.index, c.tier, c.tier_reason, c.veto
  FROM subject s LEFT JOIN score c USING (subject_id);
COMMENT ON VIEW subject_now IS 'Subjects with the index and tier of the latest run; both NULL where not scored.';
