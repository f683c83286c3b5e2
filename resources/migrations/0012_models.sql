-- Risk models made in the workspace: drafts that are being worked on, and published versions, which never change.

CREATE SEQUENCE draft_number START 1;

CREATE TABLE model_draft (
  draft INTEGER PRIMARY KEY,          -- never used again, so that what names a draft never means another
  name VARCHAR NOT NULL,              -- what it is called
  based_on VARCHAR NOT NULL,          -- version of the model that it began as, or was last published as
  base JSON NOT NULL,                 -- that model as a whole: what the draft changed is told against it
  definition JSON NOT NULL,           -- the whole model as it stands now
  revision INTEGER NOT NULL,          -- counts the changes; who changes it must name the one that they saw
  note VARCHAR NOT NULL,              -- what it is for; '' none
  author VARCHAR NOT NULL,            -- account of the machine that made it; '' unknown
  created_at TIMESTAMP NOT NULL,
  changed_by VARCHAR NOT NULL,        -- account of the machine that changed it last; '' unknown
  changed_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE model_draft IS 'Models that are being worked on.';

CREATE SEQUENCE version_number START 1;

CREATE TABLE model_version (
  number INTEGER PRIMARY KEY,         -- order of publication, from 1; subjects are scored by the highest unless another is named
  version VARCHAR NOT NULL UNIQUE,    -- name of the version
  definition JSON NOT NULL,           -- the whole model
  sha256 VARCHAR NOT NULL,            -- of the definition: a version that no longer has it is refused
  based_on VARCHAR NOT NULL,          -- version that the draft began as
  draft INTEGER NOT NULL,             -- draft that was published, which may be gone
  note VARCHAR NOT NULL,              -- what changed and why
  author VARCHAR NOT NULL,            -- who answers for it, as they wrote it
  published_by VARCHAR NOT NULL,      -- account of the machine; '' unknown
  published_at TIMESTAMP NOT NULL      -- when, UTC
);
COMMENT ON TABLE model_version IS 'Published models. A version never changes and is never deleted.';
