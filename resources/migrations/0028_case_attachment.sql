-- Photos and documents of cases of the review desk.

CREATE TABLE case_attachment (
  case_no INTEGER NOT NULL,           -- of desk_case
  sha256 VARCHAR NOT NULL,            -- of the bytes, hex; they lie in the folder beside the workspace under this name
  name VARCHAR NOT NULL,              -- as the file was called
  media VARCHAR NOT NULL,             -- media type
  bytes BIGINT NOT NULL,              -- size
  revision INTEGER NOT NULL           -- revision of the case that it came with: its event tells who brought it, and when
);
COMMENT ON TABLE case_attachment IS 'Photos and documents that a decision on a case rests on.';
