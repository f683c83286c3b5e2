-- Where a subject stands among others, kept with each run so that no profile has to read everybody.

CREATE TABLE score_median (
  run INTEGER NOT NULL,               -- run
  industry VARCHAR NOT NULL,          -- section of GB/T 4754; '' unknown
  subjects BIGINT NOT NULL,           -- subjects of the industry that the run scored
  index DOUBLE NOT NULL,              -- median of the index
  registration DOUBLE NOT NULL,       -- median of the partial index of registration
  supervision DOUBLE NOT NULL,        -- median of the partial index of supervision
  penalty DOUBLE NOT NULL,            -- median of the partial index of penalties
  complaint DOUBLE NOT NULL,          -- median of the partial index of complaints
  operation DOUBLE NOT NULL,          -- median of the partial index of operation
  opinion DOUBLE NOT NULL,            -- median of the partial index of opinion
  judicial DOUBLE NOT NULL,           -- median of the partial index of judicial records
  licence DOUBLE NOT NULL,            -- median of the partial index of licences
  product DOUBLE NOT NULL,            -- median of the partial index of products
  listing DOUBLE NOT NULL,            -- median of the partial index of listings
  relation DOUBLE NOT NULL            -- median of the partial index of relations
);
COMMENT ON TABLE score_median IS 'Medians of each industry in every run.';

CREATE TABLE score_spread (
  kind VARCHAR NOT NULL,              -- industry | region
  key VARCHAR NOT NULL,               -- its code; '' unknown
  points INTEGER NOT NULL,            -- index in millionths of a point
  subjects BIGINT NOT NULL            -- subjects there that have it
);
COMMENT ON TABLE score_spread IS 'How many subjects of an industry or region have which index in the latest run, in order: a rank is read from it.';
