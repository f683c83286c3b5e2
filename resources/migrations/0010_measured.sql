-- What the measure tables hold, so that only what changed is measured again.

CREATE TABLE measured (
  class VARCHAR PRIMARY KEY,          -- record class
  basis VARCHAR NOT NULL,             -- SHA-256 of what its values rest on in the model: facts, expressions, half-lives, vetoes
  as_of DATE NOT NULL,                -- day as of which it was measured
  state VARCHAR NOT NULL,             -- digest of which rows of which batch belonged to whom in the tables that its facts read
  scored VARCHAR NOT NULL             -- SHA-256 of the bands, weights and ceiling by which score holds its partial index
);
COMMENT ON TABLE measured IS 'By what model, day and data each measure table was filled. It says nothing of classes that are not in it.';
