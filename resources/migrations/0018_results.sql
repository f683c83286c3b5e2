-- Results of inspections: what is owed, entered, reviewed by another person, published, corrected; and what followed from it.

CREATE VIEW inspection_duty AS
  SELECT DISTINCT 'campaign' AS origin, campaign AS number, visit, id, subject_id, part.department AS department, unnest(part.items) AS item, dropped_by IS NULL AS standing
    FROM (SELECT *, unnest(from_json(departments, '[{"department":"VARCHAR","items":["VARCHAR"]}]')) AS part FROM campaign_visit)
  UNION ALL
  SELECT 'draw', f.draw, f.position::INTEGER, f.id, f.subject_id, coalesce(i.department, t.lead, ''), coalesce(t.item, ''), true
    FROM draw_frame f LEFT JOIN (SELECT p.draw, k.lead, unnest(CASE WHEN len(k.items::VARCHAR[]) = 0 THEN [''] ELSE k.items::VARCHAR[] END) AS item FROM plan_task_draw p JOIN plan_task k USING (task)) t ON t.draw = f.draw
      LEFT JOIN (SELECT item, arg_max(department, valid_from) AS department FROM inspection_item GROUP BY item) i ON i.item = t.item
    WHERE f.role = 'drawn' AND f.draw NOT IN (SELECT draw FROM campaign_draw);
COMMENT ON VIEW inspection_duty IS 'What the draws oblige to inspect: an item on a visit each. A visit is numbered as in campaign_visit, or by its position in the frame of a draw that is not part of a joint inspection; item '''': the draw names none; standing false: another subject took its place.';

CREATE SEQUENCE result_number START 1;

CREATE TABLE inspection_result (
  result INTEGER NOT NULL,            -- never used again; one an item on a visit
  origin VARCHAR NOT NULL,            -- campaign | draw: of which kind of inspection it is
  number INTEGER NOT NULL,            -- number of the campaign or the draw
  visit INTEGER NOT NULL,             -- visit, as in inspection_duty
  item VARCHAR NOT NULL,              -- code of the item; '' the draw names none
  department VARCHAR NOT NULL,        -- code of the department that inspected; '' not told
  id VARCHAR NOT NULL,                -- identifier of the subject in the frames
  subject_id INTEGER NOT NULL,        -- subject when it was drawn: where that was merged since, the survivor has the result
  state VARCHAR NOT NULL,             -- awaiting_review | returned | approved | published; what has no row is not entered
  revision INTEGER NOT NULL,          -- counts the changes; who changes it must name the one that they saw
  code_set VARCHAR NOT NULL,          -- table of result codes in resources/results that the codes are of
  codes JSON NOT NULL,                -- result codes, in the order of their table: list of texts
  outcome VARCHAR NOT NULL,           -- the gravest of the codes, as supervision.result
  problem BOOLEAN NOT NULL,           -- a code says that a problem was found
  inspected_on DATE NOT NULL,         -- last day of the inspection: the time for publishing runs from it
  remark VARCHAR NOT NULL,            -- what the officers noted; '' nothing
  entered_by VARCHAR NOT NULL,        -- person who entered it last
  entered_at TIMESTAMP NOT NULL,      -- when it was entered last, UTC
  reviewed_by VARCHAR,                -- person who approved or returned it last; NULL nobody yet
  reviewed_at TIMESTAMP,              -- when, UTC
  returned_for VARCHAR,               -- why it was returned; NULL it is not
  correction VARCHAR,                 -- why what was published is being corrected; NULL no correction is under way
  found_on DATE,                      -- day on which the error was found: the time for correcting runs from it
  follow_up VARCHAR NOT NULL,         -- open | done | not_needed
  publication INTEGER,                -- publication that holds it as it was last published; NULL never published
  published_on DATE                   -- day of its first publication
);
COMMENT ON TABLE inspection_result IS 'Results of inspections as they stand: one an item on a visit.';

CREATE TABLE result_event (
  result INTEGER NOT NULL,            -- of inspection_result
  revision INTEGER NOT NULL,          -- revision that the result had after it: from 1, without gaps
  happened_at TIMESTAMP NOT NULL,     -- when, UTC
  done_by VARCHAR NOT NULL,           -- person, as they wrote it
  person_key VARCHAR NOT NULL,        -- the same without blanks, case and width: who enters and who reviews are told apart by it
  importer VARCHAR NOT NULL,          -- person who brought the file in which another wrote it; '' nobody did
  importer_key VARCHAR NOT NULL,      -- the same, as person_key
  account VARCHAR NOT NULL,           -- account of the machine; '' unknown
  kind VARCHAR NOT NULL,              -- entered | changed | attached | approved | returned | published | correcting | kept (a correction was given up) | follow_up
  reason VARCHAR NOT NULL,            -- why it was returned, corrected, kept, or what followed; '' none
  source VARCHAR NOT NULL,            -- file that brought it; '' by hand
  content JSON NOT NULL               -- what the result said after it: code_set, codes, inspected_on, remark, follow_up, state
);
COMMENT ON TABLE result_event IS 'Whatever was done to results, in order: it is never changed and never removed.';

CREATE TABLE result_attachment (
  result INTEGER NOT NULL,            -- of inspection_result
  sha256 VARCHAR NOT NULL,            -- of the bytes, hex; they lie in the folder beside the workspace under this name
  name VARCHAR NOT NULL,              -- as the file was called
  media VARCHAR NOT NULL,             -- media type
  bytes BIGINT NOT NULL,              -- size
  revision INTEGER NOT NULL           -- revision of the result that it came with
);
COMMENT ON TABLE result_attachment IS 'Photos and documents of results.';

CREATE TABLE publication (
  publication INTEGER PRIMARY KEY,    -- consecutive from 1: a gap would mean a publication was removed
  published_at TIMESTAMP NOT NULL,    -- when, UTC
  published_on DATE NOT NULL,         -- the same as a day of the place
  published_by VARCHAR NOT NULL,      -- person, as they wrote it
  account VARCHAR NOT NULL,           -- account of the machine; '' unknown
  note VARCHAR NOT NULL,              -- remark; '' none
  entries INTEGER NOT NULL,           -- results in it
  corrections INTEGER NOT NULL,       -- of them corrections of earlier entries
  file VARCHAR NOT NULL,              -- the CSV as it was published, without its byte order mark
  sha256 VARCHAR NOT NULL,            -- of that CSV's bytes, its byte order mark included, hex
  file_id INTEGER NOT NULL,           -- of source_file: its records in supervision; source_row is the entry
  batch INTEGER NOT NULL              -- batch of these records
);
COMMENT ON TABLE publication IS 'Publications of results, each with its file: never changed, never removed.';

CREATE TABLE publication_entry (
  publication INTEGER NOT NULL,       -- of publication
  entry INTEGER NOT NULL,             -- line in it, from 1
  result INTEGER NOT NULL,            -- of inspection_result
  revision INTEGER NOT NULL,          -- revision of the result that was published
  replaces INTEGER,                   -- earlier publication whose entry on the result it corrects; NULL: the first
  reason VARCHAR NOT NULL,            -- why it was corrected; '' the first
  found_on DATE,                      -- day on which the error was found; NULL: the first
  content JSON NOT NULL               -- the line as published: text by column of resources/results/columns.yaml
);
COMMENT ON TABLE publication_entry IS 'Lines of the publications. A correction is a further line; the one that it corrects stays.';

CREATE SEQUENCE case_number START 1;

CREATE TABLE list_case (
  case_number INTEGER NOT NULL,       -- never used again
  subject_id INTEGER NOT NULL,        -- subject then: where that was merged since, the survivor's
  list VARCHAR NOT NULL,              -- abnormal: list of abnormal operation
  ground VARCHAR NOT NULL,            -- report | publication | falsehood | unreachable
  period VARCHAR NOT NULL,            -- report year that it is about; '' the ground knows none
  result INTEGER NOT NULL,            -- evidence: of inspection_result
  publication INTEGER NOT NULL,       -- publication that it followed from
  opened_at TIMESTAMP NOT NULL,       -- when, UTC
  state VARCHAR NOT NULL,             -- open | dropped: the result was corrected before anything was decided
  closed_at TIMESTAMP,                -- when it ended, UTC; NULL: it is open
  closed_for VARCHAR                  -- why it ended
);
COMMENT ON TABLE list_case IS 'Cases for a list that follow from published results: one a subject, ground and period at a time.';
