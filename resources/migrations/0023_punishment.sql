-- What follows from a listing: its record, joint punishment with its files, bans of legal representatives; and whom the review desk must look at again.

CREATE TABLE list_record (
  entry INTEGER NOT NULL,             -- of list_entry
  file_id INTEGER NOT NULL,           -- of the record in listing that tells of the entry: after the removal another, which says so too
  source_row BIGINT NOT NULL          -- of the same
);
COMMENT ON TABLE list_record IS 'Records of listings that were decided here: one an entry. An entry that a file had told of has none.';

CREATE TABLE desk_touched (
  subject_id INTEGER NOT NULL         -- subject of which something became known since cases were last looked for
);
COMMENT ON TABLE desk_touched IS 'Subjects whose cases are to be looked for again. Before cases were first looked for nobody is noted.';

CREATE SEQUENCE joint_feedback_number START 1;
CREATE SEQUENCE joint_file_number START 1;
CREATE SEQUENCE office_ban_number START 1;

CREATE TABLE joint_request (
  request INTEGER NOT NULL,           -- never used again
  direction VARCHAR NOT NULL,         -- out: asked of another department | in: asked by another department
  number VARCHAR NOT NULL,            -- as it goes between departments: code of the requesting workspace and number there
  seal VARCHAR NOT NULL,              -- SHA-256, hex, of what it asks: feedback names it, so that it answers this and nothing else
  party VARCHAR NOT NULL,             -- whom it is about: number of the subject, or : and the normalised name where no subject is known
  subject_id INTEGER,                 -- subject then: where that was merged since, the survivor's; NULL: known by name alone
  name VARCHAR NOT NULL,              -- name then
  code VARCHAR NOT NULL,              -- credit code or another identifier then; '' none
  measure VARCHAR NOT NULL,           -- code of resources/punishments/measures.yaml, or what the other department calls it
  area VARCHAR NOT NULL,              -- area of the measure, in words
  ground VARCHAR NOT NULL,            -- legal ground, in words: which list, since when, or which penalty decision
  ground_kind VARCHAR NOT NULL,       -- entry: an entry of our lists | penalty: a decision of penalty | file: the requesting department answers for it
  entry INTEGER,                      -- of list_entry; NULL: it rests on none
  penalty UUID,                       -- row_key of the penalty; NULL: it rests on none
  basis VARCHAR NOT NULL,             -- legal basis of the measure
  content VARCHAR NOT NULL,           -- what is to be done
  requesting VARCHAR NOT NULL,        -- department that asks
  executing VARCHAR NOT NULL,         -- department that carries it out
  valid_from DATE NOT NULL,           -- first day
  valid_until DATE,                   -- last day; NULL until it is released
  reason VARCHAR NOT NULL,            -- why
  requested_by VARCHAR NOT NULL,      -- person, as they wrote it
  requested_at TIMESTAMP NOT NULL,    -- when it was entered here, UTC
  requested_on DATE NOT NULL,         -- the same as a day of the place; of one from elsewhere the day on which it was made there
  state VARCHAR NOT NULL,             -- open | executed | partly | refused | released; past its last day it has expired whatever stands here
  released_on DATE,                   -- day of its release; NULL it was not
  file INTEGER,                       -- of joint_file: the first in which it went or came; NULL it did not go out yet
  revision INTEGER NOT NULL           -- counts the changes; who changes it must name the one that they saw
);
COMMENT ON TABLE joint_request IS 'Measures of joint punishment, asked of departments or by them: each rests on an entry of the lists or a decision of penalty, never on a tier.';

CREATE TABLE joint_feedback (
  feedback INTEGER NOT NULL,          -- never used again
  request INTEGER NOT NULL,           -- of joint_request
  result VARCHAR NOT NULL,            -- executed | partly | refused
  executed_on DATE NOT NULL,          -- day of it
  note VARCHAR NOT NULL,              -- what was done, or why not; '' not told
  department VARCHAR NOT NULL,        -- department that answers
  person VARCHAR NOT NULL,            -- who answers there; '' not told
  digest VARCHAR NOT NULL,            -- SHA-256, hex, of the answer: the same answer counts once
  file INTEGER                        -- of joint_file that brought it; NULL entered here
);
COMMENT ON TABLE joint_feedback IS 'Answers to requests of joint punishment, the latest last.';

CREATE TABLE joint_event (
  request INTEGER NOT NULL,           -- of joint_request
  revision INTEGER NOT NULL,          -- revision that the request had after it: from 1, without gaps
  happened_at TIMESTAMP NOT NULL,     -- when, UTC
  done_by VARCHAR NOT NULL,           -- person, as they wrote it; '' the program
  account VARCHAR NOT NULL,           -- account of the machine; '' unknown
  kind VARCHAR NOT NULL,              -- requested | received | sent | answered | released
  reason VARCHAR NOT NULL,            -- why; '' none
  file INTEGER                        -- of joint_file by which it happened; NULL none
);
COMMENT ON TABLE joint_event IS 'Whatever happened to requests of joint punishment, in order: it is never changed and never removed.';

CREATE TABLE joint_file (
  file INTEGER NOT NULL,              -- never used again
  direction VARCHAR NOT NULL,         -- out | in
  kind VARCHAR NOT NULL,              -- request | feedback
  name VARCHAR NOT NULL,              -- name of the file
  sha256 VARCHAR NOT NULL,            -- of its bytes, hex: one that came before brings nothing again
  lines INTEGER NOT NULL,             -- requests or answers in it
  moved_at TIMESTAMP NOT NULL,        -- when it was written or read, UTC
  moved_by VARCHAR NOT NULL,          -- person, as they wrote it
  account VARCHAR NOT NULL            -- account of the machine; '' unknown
);
COMMENT ON TABLE joint_file IS 'Files of joint punishment that went to other departments or came from them.';

CREATE TABLE office_ban (
  ban INTEGER NOT NULL,               -- never used again
  name VARCHAR NOT NULL,              -- name of the person who may not serve
  name_key VARCHAR NOT NULL,          -- the same without blanks, case and width
  id_masked VARCHAR NOT NULL,         -- identity number with its middle hidden; '' not told. The whole number is kept nowhere
  office VARCHAR NOT NULL,            -- what the person may not be
  subject_id INTEGER,                 -- firm for which it was imposed; NULL known by name alone
  firm VARCHAR NOT NULL,              -- its name then
  ground VARCHAR NOT NULL,            -- legal ground, in words
  ground_kind VARCHAR NOT NULL,       -- entry | penalty
  entry INTEGER,                      -- of list_entry; NULL: it rests on none
  penalty UUID,                       -- row_key of the penalty; NULL: it rests on none
  basis VARCHAR NOT NULL,             -- legal basis with its article
  reason VARCHAR NOT NULL,            -- why
  valid_from DATE NOT NULL,           -- first day
  valid_until DATE NOT NULL,          -- last day
  proposed_by VARCHAR NOT NULL,       -- person who proposed it, as they wrote it
  proposed_at TIMESTAMP NOT NULL,     -- when, UTC
  account VARCHAR NOT NULL,           -- account of the machine then; '' unknown
  state VARCHAR NOT NULL,             -- proposed | imposed | rejected | lifted; past its last day it has ended whatever stands here
  second_by VARCHAR,                  -- person who confirmed or rejected it; NULL nobody yet
  second_at TIMESTAMP,                -- when, UTC
  lifted_on DATE,                     -- day on which it was lifted before its time; NULL it was not
  lifted_by VARCHAR,                  -- person who lifted it
  lifted_for VARCHAR,                 -- why it was rejected or lifted
  revision INTEGER NOT NULL           -- counts the changes; who changes it must name the one that they saw
);
COMMENT ON TABLE office_ban IS 'Persons who may not be legal representatives for a time: a second person confirms each. Namesakes bear the same name: the number decides.';
