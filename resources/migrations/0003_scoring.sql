-- Risk index and tiers.

CREATE SEQUENCE run_number START 1;

CREATE TABLE score_run (
  run INTEGER PRIMARY KEY,            -- number of the run, from 1
  model VARCHAR NOT NULL,             -- model version, e.g. base-1
  model_sha256 VARCHAR NOT NULL,      -- of the model definition
  as_of DATE NOT NULL,                -- day up to which facts were known
  created_at TIMESTAMP NOT NULL,      -- when it was computed, UTC
  subjects BIGINT NOT NULL,           -- subjects scored
  dimensions INTEGER NOT NULL,        -- dimensions of the model
  tier_counts JSON NOT NULL,          -- {"A":n,"B":n,"C":n,"D":n}
  definition JSON NOT NULL,           -- the whole model as used
  last_batch INTEGER NOT NULL         -- newest import that the run saw; 0: none
);
COMMENT ON TABLE score_run IS 'Each computation of the index, with the model as it was used.';

CREATE TABLE score (
  subject_id INTEGER NOT NULL,        -- subject
  index DOUBLE NOT NULL,              -- 0–100: the sum of the eleven partial indices
  tier VARCHAR NOT NULL,              -- A | B | C | D
  tier_reason VARCHAR NOT NULL,       -- index | veto
  veto VARCHAR,                       -- id of the veto that forced the tier
  registration DOUBLE NOT NULL,       -- partial index of registration
  supervision DOUBLE NOT NULL,        -- partial index of supervision
  penalty DOUBLE NOT NULL,            -- partial index of penalties
  complaint DOUBLE NOT NULL,          -- partial index of complaints
  operation DOUBLE NOT NULL,          -- partial index of operation
  opinion DOUBLE NOT NULL,            -- partial index of opinion
  judicial DOUBLE NOT NULL,           -- partial index of judicial records
  licence DOUBLE NOT NULL,            -- partial index of licences
  product DOUBLE NOT NULL,            -- partial index of products
  listing DOUBLE NOT NULL,            -- partial index of listings
  relation DOUBLE NOT NULL            -- partial index of relations
);
COMMENT ON TABLE score IS 'The latest run, one row a subject, in order of subject_id but for those that were scored anew since.';

CREATE TABLE score_past (
  run INTEGER NOT NULL,               -- run that gave them
  subject_id INTEGER NOT NULL,        -- subject
  index FLOAT NOT NULL,               -- 0–100
  tier VARCHAR NOT NULL               -- A, B, C or D
);
COMMENT ON TABLE score_past IS 'Index and tier of every run, the latest included, for comparison.';

CREATE VIEW subject_now AS
  SELECT s.*, c.index, c.tier, c.tier_reason, c.veto
  FROM subject s LEFT JOIN score c USING (subject_id);
COMMENT ON VIEW subject_now IS 'Subjects with the index and tier of the latest run; both NULL where not scored.';
