-- How sources are read: replayed on next month's file of the same source.

CREATE TABLE recipe (
  recipe INTEGER PRIMARY KEY,         -- number of the version over all recipes
  name VARCHAR NOT NULL,              -- of the source
  version INTEGER NOT NULL,           -- from 1 by name; the highest is the one in use
  pattern VARCHAR NOT NULL,           -- of file names: * any text, ? any one sign
  created_at TIMESTAMP NOT NULL,      -- when it was saved, UTC
  yaml VARCHAR NOT NULL               -- the recipe itself, as a person reads and edits it
);
COMMENT ON TABLE recipe IS 'How the files of a source are read: class, header, columns, units. Each saving is a version.';
