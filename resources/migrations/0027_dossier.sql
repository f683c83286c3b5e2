-- What persons note of subjects, and whom they watch.

CREATE SEQUENCE note_number START 1;

CREATE TABLE subject_note (
  note INTEGER NOT NULL,              -- never used again
  subject_id INTEGER,                 -- subject then: where that was merged since, the survivor has it; NULL: the subject went with the batch that had brought it
  subject_name VARCHAR NOT NULL,      -- name of the subject then
  subject_code VARCHAR,               -- its code then; NULL none
  text VARCHAR NOT NULL,              -- as it was written: it is never changed
  written_by VARCHAR NOT NULL,        -- operator, else account of the machine; '' unknown
  account VARCHAR NOT NULL,           -- account of the machine; '' unknown
  written_at TIMESTAMP NOT NULL,      -- when, UTC
  struck_by VARCHAR,                  -- who struck it; NULL it stands
  struck_at TIMESTAMP,                -- when, UTC
  struck_for VARCHAR                  -- why
);
COMMENT ON TABLE subject_note IS 'Notes on subjects: added and struck, never changed and never removed.';

CREATE TABLE note_file (
  note INTEGER NOT NULL,              -- of subject_note
  sha256 VARCHAR NOT NULL,            -- of the bytes, hex; they lie in the folder beside the workspace under this name
  name VARCHAR NOT NULL,              -- as the file was called
  media VARCHAR NOT NULL,             -- media type
  bytes BIGINT NOT NULL               -- size
);
COMMENT ON TABLE note_file IS 'Photos and documents of notes.';

CREATE TABLE watched_subject (
  watcher VARCHAR NOT NULL,           -- key of the operator; '' where the workspace has none
  subject_id INTEGER NOT NULL,        -- subject: where that was merged since, the survivor is watched
  since TIMESTAMP NOT NULL,           -- from when on, UTC
  looked_at TIMESTAMP NOT NULL,       -- when its changes were last marked as seen, UTC
  seen_tier VARCHAR,                  -- tier then; NULL not scored
  seen_index DOUBLE,                  -- index then; NULL not scored
  seen_batch INTEGER NOT NULL,        -- latest batch then: records of later ones are new
  seen_case INTEGER NOT NULL          -- latest case then: later ones are new
);
COMMENT ON TABLE watched_subject IS 'Subjects that operators watch, with how each stood when they last looked.';
