-- The review desk: cases that rules found, what persons decided of them, and the lists that came of it.

CREATE SEQUENCE desk_case_number START 1;
CREATE SEQUENCE case_decision_number START 1;
CREATE SEQUENCE list_entry_number START 1;

CREATE TABLE desk_case (
  case_no INTEGER NOT NULL,           -- never used again
  kind VARCHAR NOT NULL,              -- listing | removal | alert | warning | identity
  list VARCHAR NOT NULL,              -- abnormal | serious; '' of none
  ground VARCHAR NOT NULL,            -- ground of the list, or what a warning warns of: a code of resources/lists
  period VARCHAR NOT NULL,            -- report year, document, licence, run or list entry that it is about; '' the ground knows none
  party VARCHAR NOT NULL,             -- whom it is about: number of the subject, or : and the normalised name where no subject is known
  subject_id INTEGER,                 -- subject as of the last finding: where that was merged since, the survivor's; NULL: known by name alone
  name VARCHAR NOT NULL,              -- name of the party when it was found
  rule VARCHAR NOT NULL,              -- rule of resources/lists/rules.yaml that found it; of several the most urgent
  rule_version INTEGER NOT NULL,      -- version of the rule then
  facts JSON NOT NULL,                -- figures that fill the rule's sentence
  evidence INTEGER NOT NULL,          -- rows of case_evidence
  latest_on DATE,                     -- day of the latest evidence; NULL not told
  urgency INTEGER NOT NULL,           -- 0–100: within a day the more urgent comes first
  found_at TIMESTAMP NOT NULL,        -- when it was found, UTC
  found_on DATE NOT NULL,             -- the same as a day of the place
  due_on DATE NOT NULL,               -- last day for deciding: working days counted from the day it was found
  state VARCHAR NOT NULL,             -- open | notified (of a listing to come) | proposed (awaits a second person) | closed
  outcome VARCHAR NOT NULL,           -- list | mark | remove | handled | dismiss; lapsed: the evidence went; joined: another case has the matter; '' undecided
  decision INTEGER,                   -- of case_decision, the one that stands; NULL none
  assignee VARCHAR NOT NULL,          -- person who has it; '' nobody
  escalated INTEGER NOT NULL,         -- how often it was referred upwards
  snoozed_until DATE,                 -- day on which it comes back to the queue; NULL it was not put off
  hearing_until DATE,                 -- last day for statements and a hearing after the notice; NULL no notice
  closed_on DATE,                     -- day on which it was closed; NULL it is not
  revision INTEGER NOT NULL           -- counts the changes; who changes it must name the one that they saw
);
COMMENT ON TABLE desk_case IS 'Cases of the review desk: at any time one undecided for a party, kind, list, ground and period.';

CREATE TABLE case_evidence (
  case_no INTEGER NOT NULL,           -- of desk_case
  class VARCHAR NOT NULL,             -- record class of the record
  row_key UUID NOT NULL,              -- of the record: the same when its file is imported again
  file_id INTEGER NOT NULL,           -- file of the record
  source_row BIGINT NOT NULL,         -- row of the record
  occurred_on DATE                    -- day of the record; NULL unknown
);
COMMENT ON TABLE case_evidence IS 'Records that the cases rest on.';

CREATE TABLE case_event (
  case_no INTEGER NOT NULL,           -- of desk_case
  revision INTEGER NOT NULL,          -- revision that the case had after it: from 1, without gaps
  happened_at TIMESTAMP NOT NULL,     -- when, UTC
  done_by VARCHAR NOT NULL,           -- person, as they wrote it; '' the program
  account VARCHAR NOT NULL,           -- account of the machine; '' unknown
  kind VARCHAR NOT NULL,              -- found | evidence | moved | lapsed | joined | decided | confirmed | rejected | reopened | snoozed | assigned | escalated | attached | hearing
  reason VARCHAR NOT NULL,            -- why; '' none
  content JSON NOT NULL               -- what it set: outcome, ground, basis, until, to, by which decision or rule
);
COMMENT ON TABLE case_event IS 'Whatever happened to cases, in order: it is never changed and never removed.';

CREATE TABLE case_decision (
  decision INTEGER NOT NULL,          -- never used again; one a case, also where many were decided at once
  case_no INTEGER NOT NULL,           -- of desk_case
  outcome VARCHAR NOT NULL,           -- list | mark | remove | notify | handled | dismiss
  ground VARCHAR NOT NULL,            -- ground that the person gave
  basis VARCHAR NOT NULL,             -- legal basis with its article
  reason VARCHAR NOT NULL,            -- why
  decided_by VARCHAR NOT NULL,        -- person, as they wrote it
  account VARCHAR NOT NULL,           -- account of the machine then; '' unknown
  decided_at TIMESTAMP NOT NULL,      -- when, UTC
  decided_on DATE NOT NULL,           -- the same as a day of the place
  state VARCHAR NOT NULL,             -- proposed | final | rejected (by the second person) | withdrawn
  second_by VARCHAR,                  -- person who confirmed or rejected it; NULL none was needed, or not yet
  second_account VARCHAR,             -- account of the machine then
  second_at TIMESTAMP,                -- when, UTC
  second_note VARCHAR                 -- why it was rejected
);
COMMENT ON TABLE case_decision IS 'What persons decided of cases: listings and removals hold once a second person has confirmed them.';

CREATE TABLE list_entry (
  entry INTEGER NOT NULL,             -- never used again
  case_no INTEGER NOT NULL,           -- case that it came of
  decision INTEGER NOT NULL,          -- of case_decision: basis, reason, both persons
  party VARCHAR NOT NULL,             -- as in desk_case
  subject_id INTEGER,                 -- subject then: where that was merged since, the survivor's; NULL: known by name alone
  name VARCHAR NOT NULL,              -- name then
  list VARCHAR NOT NULL,              -- abnormal | serious
  marked BOOLEAN NOT NULL,            -- an individual business: marked, not listed
  ground VARCHAR NOT NULL,            -- code of resources/lists
  period VARCHAR NOT NULL,            -- as in desk_case
  listed_on DATE NOT NULL,            -- first day on the list
  alert_on DATE,                      -- day from which the end of the term is warned of; NULL the list warns of none
  until_on DATE,                      -- day on which the list's term ends; NULL it has none
  state VARCHAR NOT NULL,             -- listed | removed
  removed_on DATE,                    -- day of removal; NULL it stands
  removal_case INTEGER,               -- case by which it was removed
  removal_decision INTEGER            -- of case_decision
);
COMMENT ON TABLE list_entry IS 'Entries of the lists that this workspace keeps.';
