-- Joint inspections: several departments' draws by one seed, merged by subject into visits, with officers from the same seed.

CREATE TABLE campaign (
  campaign INTEGER PRIMARY KEY,       -- consecutive from 1: a gap would mean a campaign was removed
  name VARCHAR NOT NULL,              -- name of the joint inspection
  state VARCHAR NOT NULL,             -- committed | drawing | unstaffed | staffed
  committed_at TIMESTAMP NOT NULL,    -- when frames, rules and officers were fixed, UTC
  commitment VARCHAR NOT NULL,        -- SHA-256 of the rules, which hold those of the draws, the officers and the recusals, hex
  rules JSON NOT NULL,                -- draws, items, staffing, digests: canonical JSON, as committed
  seed_entered VARCHAR,               -- as typed
  seed VARCHAR,                       -- canonical: digits only; all draws of the campaign and its officers take this one
  witnesses JSON,                     -- names of who witnessed the seed
  drawn_at TIMESTAMP,                 -- when the visits were known, UTC
  shortages JSON                      -- why a department cannot staff its visits, and the least that would let it; NULL: it can
);
COMMENT ON TABLE campaign IS 'Joint inspections: draws of several departments by one seed.';

CREATE TABLE campaign_draw (
  campaign INTEGER NOT NULL,          -- of campaign
  place INTEGER NOT NULL,             -- from 1; the first department leads
  draw INTEGER NOT NULL,              -- of draw
  department VARCHAR NOT NULL,        -- code of the department whose task it is
  items JSON NOT NULL                 -- codes of the items that are inspected: list of texts
);
COMMENT ON TABLE campaign_draw IS 'The draws that a campaign consists of.';

CREATE TABLE campaign_officer (
  campaign INTEGER NOT NULL,          -- of campaign
  officer VARCHAR NOT NULL,           -- number of the officer
  name VARCHAR NOT NULL,              -- name of the person; in the bundle masked
  department VARCHAR NOT NULL,        -- code of the department
  certificate_no VARCHAR NOT NULL,    -- number of the law enforcement certificate; not in the bundle
  qualifications JSON NOT NULL,       -- what the officer may inspect beyond the certificate: list of texts
  most INTEGER,                       -- visits that the officer can still make; NULL: any number
  raised INTEGER,                     -- the same after relaxations; NULL: none
  salt VARCHAR NOT NULL,              -- with it name and certificate are sealed in the commitment
  event INTEGER                       -- of campaign_event that brought the officer in later; NULL: committed
);
COMMENT ON TABLE campaign_officer IS 'Officers as they were committed: fit on the day of the inspection.';

CREATE TABLE campaign_recusal (
  campaign INTEGER NOT NULL,          -- of campaign
  officer VARCHAR NOT NULL,           -- number of the officer
  id VARCHAR NOT NULL,                -- identifier of the subject in the frames
  kind VARCHAR NOT NULL,              -- interest | kin | former_employer | other as declared; same_name as the legal representative; replaced
  event INTEGER                       -- of campaign_event that added it; NULL: committed
);
COMMENT ON TABLE campaign_recusal IS 'Who must not inspect whom.';

CREATE TABLE campaign_visit (
  campaign INTEGER NOT NULL,          -- of campaign
  visit INTEGER NOT NULL,             -- 1-based by ticket; substitutes follow
  id VARCHAR NOT NULL,                -- identifier of the subject in the frames
  subject_id INTEGER NOT NULL,        -- subject
  departments JSON NOT NULL,          -- departments and items of the visit: [{department, items, draws}]
  dropped_by INTEGER                  -- of campaign_event that put another in its place; NULL: it stands
);
COMMENT ON TABLE campaign_visit IS 'Visits: one a subject, whatever number of departments drew it.';

CREATE TABLE campaign_team (
  campaign INTEGER NOT NULL,          -- of campaign
  visit INTEGER NOT NULL,             -- of campaign_visit
  department VARCHAR NOT NULL,        -- code of the department
  place INTEGER NOT NULL,             -- from 1; the first holds the qualifications that the items ask
  officer VARCHAR NOT NULL            -- number of the officer
);
COMMENT ON TABLE campaign_team IS 'Officers of each visit, as they stand after every substitution.';

CREATE TABLE campaign_event (
  campaign INTEGER NOT NULL,          -- of campaign
  event INTEGER NOT NULL,             -- from 1, without gaps
  happened_at TIMESTAMP NOT NULL,     -- when, UTC
  done_by VARCHAR NOT NULL,           -- account of the machine; '' unknown
  kind VARCHAR NOT NULL,              -- relaxed | subject | officer | companion
  reason VARCHAR NOT NULL,            -- why, as the person wrote it; goes into the bundle
  detail JSON NOT NULL                -- what was asked and what came of it: canonical JSON, as in the bundle
);
COMMENT ON TABLE campaign_event IS 'Whatever was changed after the draw, in order: it is never removed.';
