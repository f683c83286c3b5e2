-- The eleven record classes. Rows lie clustered by subject_id, rows without a subject last; small batches form a tail behind them, counted
-- in meta as unclustered_<class> until it is worth putting the whole in order again. The order is for speed alone.

CREATE TABLE registration (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  reg_no VARCHAR,
  type_text VARCHAR,
  legal_rep VARCHAR,
  capital_text VARCHAR,
  capital_yuan DOUBLE,
  capital_currency VARCHAR,           -- ISO 4217
  scope VARCHAR,                      -- business scope
  province VARCHAR,
  region_text VARCHAR,
  address VARCHAR,
  industry_text VARCHAR,
  status_text VARCHAR,
  authority VARCHAR,
  approved_on DATE,
  valid_until DATE,
  phone VARCHAR,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE registration IS 'Register entries: what a subject is.';

CREATE TABLE supervision (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  task_name VARCHAR,
  item VARCHAR,                       -- what was inspected
  kind VARCHAR,                       -- daily, key, double-random … as written
  authority VARCHAR,
  inspectors VARCHAR,
  doc_no VARCHAR,
  result_text VARCHAR,
  result VARCHAR,                     -- passed | problem | corrected | unreachable | closed | uncooperative | not_inspected | unknown
  double_random BOOLEAN,
  score DOUBLE,                       -- the inspector's own points where given
  reinspected_on DATE,
  reinspection_text VARCHAR,
  reinspection VARCHAR,               -- as result
  handling VARCHAR,                   -- what followed
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE supervision IS 'Inspections and their results.';

CREATE TABLE penalty (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  doc_no VARCHAR,
  violation VARCHAR,                  -- kind of violation
  fact VARCHAR,
  basis VARCHAR,                      -- legal basis
  kind_text VARCHAR,                  -- kind of penalty as written
  kind VARCHAR,                       -- warning | fine | confiscation | suspension | revocation | detention | other | none
  content VARCHAR,
  fine_yuan DOUBLE,
  confiscated_yuan DOUBLE,
  authority VARCHAR,
  valid_until DATE,                   -- end of effect
  publicity_until DATE,               -- end of publicity
  state VARCHAR,
  severity VARCHAR,                   -- low | moderate | high; NULL where not told
  legal_rep VARCHAR,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE penalty IS 'Administrative penalties.';

CREATE TABLE complaint (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  complaint_no VARCHAR,
  channel VARCHAR,
  kind VARCHAR,                       -- complaint | report | enquiry; NULL unknown
  content VARCHAR,
  valid_text VARCHAR,
  result_text VARCHAR,
  upheld BOOLEAN,
  mediated BOOLEAN,
  amount_yuan DOUBLE,
  closed_on DATE,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE complaint IS 'Complaints and reports.';

CREATE TABLE operation (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- annual_report | tax_arrears | tax | finance | social_insurance | rating | other
  year INTEGER,
  amount_yuan DOUBLE,                 -- arrears, turnover or paid sum by kind
  tax_kind VARCHAR,
  rating VARCHAR,
  revenue_yuan DOUBLE,
  profit_yuan DOUBLE,
  assets_yuan DOUBLE,
  liabilities_yuan DOUBLE,
  employees INTEGER,
  insured INTEGER,                    -- insured employees
  on_time BOOLEAN,
  state VARCHAR,
  authority VARCHAR,
  address VARCHAR,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE operation IS 'Annual reports, finance, tax, social insurance, ratings.';

CREATE TABLE opinion (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  platform VARCHAR,
  title VARCHAR,
  sentiment VARCHAR,                  -- negative | neutral | positive; NULL unknown
  heat BIGINT,                        -- readers or mentions
  topic VARCHAR,
  url VARCHAR,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE opinion IS 'Public opinion, internet included.';

CREATE TABLE judicial (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- judgment | execution | dishonest | restriction | bankruptcy | other
  case_no VARCHAR,
  title VARCHAR,
  cause VARCHAR,
  role VARCHAR,                       -- plaintiff | defendant | debtor; NULL unknown
  court VARCHAR,
  amount_yuan DOUBLE,
  state VARCHAR,
  url VARCHAR,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE judicial IS 'Judgments, executions, dishonest debtors.';

CREATE TABLE licence (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  licence_no VARCHAR,
  licence_name VARCHAR,
  content VARCHAR,
  status_text VARCHAR,
  status VARCHAR,                     -- valid | expired | revoked | cancelled | suspended; NULL unknown
  valid_from DATE,
  valid_until DATE,
  previous_until DATE,
  authority VARCHAR,
  legal_rep VARCHAR,
  address VARCHAR,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE licence IS 'Licences and permits.';

CREATE TABLE product (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- sampling | quality | equipment
  product VARCHAR,
  producer VARCHAR,
  brand VARCHAR,
  model VARCHAR,
  lot VARCHAR,                        -- production date or batch as written
  sample_no VARCHAR,
  result_text VARCHAR,
  failed BOOLEAN,                     -- NULL unknown
  failure VARCHAR,                    -- what failed
  next_due_on DATE,                   -- next statutory inspection of equipment
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE product IS 'Product sampling, quality, special equipment.';

CREATE TABLE listing (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- abnormal | serious | tax_serious | dishonest | honour | key | other
  list_name VARCHAR,
  ground VARCHAR,
  ground_code VARCHAR,                -- report | publication | falsehood | unreachable; NULL unknown
  authority VARCHAR,
  doc_no VARCHAR,
  removed_on DATE,
  removal_reason VARCHAR,
  valid_until DATE,
  amount_yuan DOUBLE,
  fact VARCHAR,
  basis VARCHAR,
  legal_rep VARCHAR,
  address VARCHAR,
  state VARCHAR,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE listing IS 'Lists: abnormal, serious, honours.';

CREATE TABLE relation (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- legal_rep | shareholder | officer | branch | investment | address | phone | other
  other_name VARCHAR,
  other_code VARCHAR,
  other_subject_id INTEGER,
  share DOUBLE,                       -- 0–1
  until_on DATE,
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  source_file VARCHAR NOT NULL,
  source_row BIGINT NOT NULL
);
COMMENT ON TABLE relation IS 'Relations between subjects or to persons and places.';
