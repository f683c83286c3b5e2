-- Papers of joint inspections: a bureau's own templates. Experts and third parties who go along with a visit.

CREATE TABLE paper_template (
  paper VARCHAR NOT NULL,             -- notice | task | record | result | listing_notice | hearing_notice | listing_decision | removal_decision
  version INTEGER NOT NULL,           -- from 1 for each paper; the latest is used. Never changed, never deleted
  name VARCHAR NOT NULL,              -- file that brought it; '' the program's own was taken up again
  sha256 VARCHAR NOT NULL,            -- of the file, hex
  content VARCHAR,                    -- the file, base64; NULL: the program's own is used again
  changed_at TIMESTAMP NOT NULL,
  changed_by VARCHAR NOT NULL         -- account of the machine; '' unknown
);
COMMENT ON TABLE paper_template IS 'Templates of the papers that a bureau made its own.';

CREATE TABLE campaign_companion (
  campaign INTEGER NOT NULL,          -- of campaign
  visit INTEGER NOT NULL,             -- of campaign_visit
  library VARCHAR NOT NULL,           -- expert | body
  companion VARCHAR NOT NULL,         -- number in that library
  name VARCHAR NOT NULL,              -- of the person or the body, when they came; a person's is masked in the bundle
  organisation VARCHAR NOT NULL,      -- where an expert works; accreditation of a body; '' not told
  salt VARCHAR NOT NULL,              -- with it name and organisation are sealed in the bundle
  event INTEGER NOT NULL,             -- of campaign_event that brought them
  left_by INTEGER                     -- of campaign_event that took them off again; NULL: they stand
);
COMMENT ON TABLE campaign_companion IS 'Experts and third parties on visits: on top of the two officers, never among them.';
