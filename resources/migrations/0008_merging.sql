-- Subjects that wait for a new score.

CREATE TABLE touched_subject (
  subject_id INTEGER NOT NULL         -- one row a subject; one that has gone meanwhile has no row in subject: its scores have to go too
);
COMMENT ON TABLE touched_subject IS 'Subjects whose records, names or description changed since the last run. Empty while nothing was ever scored: all of them wait then.';
