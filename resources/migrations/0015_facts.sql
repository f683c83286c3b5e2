-- What is kept of the facts of records, so that a run on another day need not read them again.

CREATE TABLE fact_taken (
  class VARCHAR PRIMARY KEY,          -- record class
  basis VARCHAR NOT NULL,             -- SHA-256 of the statements that made its tables fact_<class>…
  state VARCHAR NOT NULL,             -- digest of which rows of which batch belonged to whom in the tables that they were made of
  total BIGINT NOT NULL,              -- rows when all were last taken at once
  tail BIGINT NOT NULL                -- rows that came behind them since
);
COMMENT ON TABLE fact_taken IS 'By what model and data the tables fact_<class>… were filled, which keep of each record what no day changes.';
