-- What a double-random inspection draws from besides the subjects: departments, items, officers, experts, third parties; and the plan of a year.
-- Rows of the libraries are versions: a change ends one on the day before it begins, and one more begins. On any day a key has at most one row.

CREATE TABLE department (
  code VARCHAR NOT NULL,              -- code of the department: one row of it is in force a day
  name VARCHAR NOT NULL,              -- full name
  duty VARCHAR,                       -- what it supervises; NULL: not told
  valid_from DATE NOT NULL,           -- first day on which the row holds
  valid_until DATE                    -- last day on which it holds; NULL: until further notice
);
COMMENT ON TABLE department IS 'Departments that take part in inspections, by the days on which each row holds.';

CREATE TABLE inspection_item (
  item VARCHAR NOT NULL,              -- code of the item: one row of it is in force a day
  department VARCHAR NOT NULL,        -- code of the department that is responsible
  name VARCHAR NOT NULL,              -- what is inspected
  basis VARCHAR NOT NULL,             -- law, article by article, that lets it be inspected
  subject_kind VARCHAR NOT NULL,      -- who or what is inspected, in words
  content VARCHAR NOT NULL,           -- what is looked at
  method VARCHAR NOT NULL,            -- how: on site, in writing, by network, by sampling
  kind VARCHAR NOT NULL,              -- general: its ratio is limited; key: it is not
  qualification VARCHAR,              -- what one of the officers of a visit must hold; NULL: the certificate alone
  floor_ratio DOUBLE,                 -- least share of its subjects to be drawn in a year, 0–1; NULL: none
  ceiling_ratio DOUBLE,               -- greatest share of its subjects that may be drawn in a year, 0–1; NULL: none
  most_per_subject INTEGER,           -- visits that one subject may get for it within the window; NULL: no cap
  window_months INTEGER,              -- months over which these visits are counted; NULL: 12
  valid_from DATE NOT NULL,           -- first day on which the row holds
  valid_until DATE                    -- last day on which it holds; NULL: until further notice
);
COMMENT ON TABLE inspection_item IS 'The list of what may be inspected: only items that are in force may be, by the days on which each row holds.';

CREATE TABLE officer (
  officer VARCHAR NOT NULL,           -- number of the officer: one row of it is in force a day
  name VARCHAR NOT NULL,              -- name of the person
  department VARCHAR NOT NULL,        -- code of the department that employs the officer
  certificate_no VARCHAR NOT NULL,    -- number of the law enforcement certificate
  certificate_from DATE,              -- first day of the certificate; NULL: not told
  certificate_until DATE,             -- last day of the certificate; NULL: not told
  qualifications JSON,                -- what the officer may inspect beyond the certificate: list of texts
  specialities JSON,                  -- what the officer knows well: list of texts
  former_employers JSON,              -- names of firms that employed the officer: list of texts
  most_visits INTEGER,                -- visits that the officer can make in a year; NULL: no cap
  valid_from DATE NOT NULL,           -- first day on which the row holds
  valid_until DATE                    -- last day on which it holds; NULL: until further notice
);
COMMENT ON TABLE officer IS 'Certified officers who may be drawn for a visit, by the days on which each row holds.';

CREATE TABLE officer_leave (
  officer VARCHAR NOT NULL,           -- number of the officer: on one leave a day
  reason VARCHAR NOT NULL,            -- why: leave, training, secondment
  valid_from DATE NOT NULL,           -- first day of the leave
  valid_until DATE                    -- last day of the leave; NULL: not known yet
);
COMMENT ON TABLE officer_leave IS 'Days on which officers cannot be drawn.';

CREATE TABLE officer_recusal (
  officer VARCHAR NOT NULL,           -- number of the officer
  subject VARCHAR NOT NULL,           -- the subject by code or name, as declared: which it is, is looked up when it is asked, since later imports may bring it
  kind VARCHAR NOT NULL,              -- interest | kin | former_employer | other
  reason VARCHAR NOT NULL,            -- what was declared
  valid_from DATE NOT NULL,           -- day of the declaration
  valid_until DATE                    -- last day on which it holds; NULL: until further notice
);
COMMENT ON TABLE officer_recusal IS 'Subjects that an officer must not inspect, as declared.';

CREATE TABLE expert (
  expert VARCHAR NOT NULL,            -- number of the expert: one row of it is in force a day
  name VARCHAR NOT NULL,              -- name of the person
  organisation VARCHAR,               -- where the expert works
  title VARCHAR,                      -- professional title
  specialities JSON NOT NULL,         -- fields of knowledge: list of texts
  valid_from DATE NOT NULL,           -- first day on which the row holds
  valid_until DATE                    -- last day on which it holds; NULL: until further notice
);
COMMENT ON TABLE expert IS 'Experts who may go along with a visit and never count towards its two officers.';

CREATE TABLE third_party (
  body VARCHAR NOT NULL,              -- number of the body: one row of it is in force a day
  name VARCHAR NOT NULL,              -- its name
  kind VARCHAR NOT NULL,              -- accounting | audit | testing
  accreditation VARCHAR,              -- number of its licence or accreditation
  scope VARCHAR,                      -- what it may do
  valid_from DATE NOT NULL,           -- first day on which the row holds
  valid_until DATE                    -- last day on which it holds; NULL: until further notice
);
COMMENT ON TABLE third_party IS 'Accounting and audit firms and testing bodies that may be asked, and never count towards the two officers.';

CREATE SEQUENCE library_change_number START 1;

CREATE TABLE library_change (
  change INTEGER PRIMARY KEY,         -- order of the changes, from 1; never changed, never deleted
  changed_at TIMESTAMP NOT NULL,
  changed_by VARCHAR NOT NULL,        -- account of the machine; '' unknown
  table_name VARCHAR NOT NULL,        -- library of the row
  key VARCHAR NOT NULL,               -- key of the row; parts joined by /
  action VARCHAR NOT NULL,            -- added | changed | ended
  before JSON,                        -- the row as it was; NULL: there was none
  after JSON,                         -- the row as it is now; NULL: it never came into force
  reason VARCHAR NOT NULL,            -- why, as the person wrote it
  source VARCHAR NOT NULL             -- file that brought it; '' edited by hand
);
COMMENT ON TABLE library_change IS 'Every change of the libraries: who, when, what it was, what it is, and why.';

CREATE TABLE annual_plan (
  year INTEGER PRIMARY KEY,           -- year that is planned
  name VARCHAR NOT NULL,              -- title of the plan
  most_per_subject INTEGER,           -- visits that one subject may get in the year over all tasks; NULL: no cap
  note VARCHAR NOT NULL,              -- remark; '' none
  changed_at TIMESTAMP NOT NULL,
  changed_by VARCHAR NOT NULL         -- account of the machine; '' unknown
);
COMMENT ON TABLE annual_plan IS 'Plans of inspections, one a year.';

CREATE SEQUENCE plan_task_number START 1;

CREATE TABLE plan_task (
  task INTEGER PRIMARY KEY,           -- never used again, so that what names a task never means another
  year INTEGER NOT NULL,              -- of annual_plan
  name VARCHAR NOT NULL,              -- name of the task
  items JSON NOT NULL,                -- codes of the items to inspect: list of texts
  mode VARCHAR NOT NULL,              -- undirected: a lottery over the whole library; directed: within the scope
  scope JSON NOT NULL,                -- chips as in shared/filter.ts; [] all
  tiers JSON NOT NULL,                -- tiers that the task is for: list of letters
  policy VARCHAR NOT NULL,            -- policy pack that gives the ratios not set here
  ratios JSON NOT NULL,               -- {tier: ratio} set by the task, 0–1
  frequency INTEGER NOT NULL,         -- times that it is drawn within the period
  period_from DATE NOT NULL,          -- first day of the visits
  period_until DATE NOT NULL,         -- last day of the visits
  lead VARCHAR NOT NULL,              -- code of the department that leads
  joining JSON NOT NULL,              -- codes of the departments that join: list of texts
  spares INTEGER NOT NULL,            -- spares to keep behind the drawn of each stratum
  note VARCHAR NOT NULL,              -- remark; '' none
  state VARCHAR NOT NULL,             -- draft | checked: no rule was broken when it was last checked
  changed_at TIMESTAMP NOT NULL,
  changed_by VARCHAR NOT NULL         -- account of the machine; '' unknown
);
COMMENT ON TABLE plan_task IS 'Tasks of the annual plans: what is inspected, of whom, how often, by which departments.';

CREATE TABLE plan_task_draw (
  task INTEGER NOT NULL,              -- of plan_task
  draw INTEGER NOT NULL               -- the draw that was committed for it
);
COMMENT ON TABLE plan_task_draw IS 'Draws that carried out tasks of a plan.';
