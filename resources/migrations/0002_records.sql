-- The eleven record classes. Rows lie clustered by subject_id, rows without a subject last; small batches form a tail behind them, counted
-- in meta as unclustered_<class> until it is worth putting the whole in order again. The order is for speed alone.

CREATE TABLE registration (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  reg_no VARCHAR,                     -- registration number, or the source's own number
  type_text VARCHAR,                  -- type of subject as written
  legal_rep VARCHAR,                  -- legal representative or person in charge
  capital_text VARCHAR,               -- registered capital as written
  capital_yuan DOUBLE,                -- registered capital in yuan; NULL unknown or foreign
  capital_currency VARCHAR,           -- ISO 4217
  scope VARCHAR,                      -- business scope
  province VARCHAR,                   -- as written
  region_text VARCHAR,                -- city or county as written
  address VARCHAR,                    -- registered address
  industry_text VARCHAR,              -- industry as written: name or GB/T 4754 code
  status_text VARCHAR,                -- status as written
  authority VARCHAR,                  -- registration authority
  approved_on DATE,                   -- day of the latest approval
  valid_until DATE,                   -- end of the term of business
  phone VARCHAR,                      -- telephone number
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE registration IS 'Register entries: what a subject is.';

CREATE TABLE supervision (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  task_name VARCHAR,                  -- inspection task
  item VARCHAR,                       -- what was inspected
  kind VARCHAR,                       -- daily, key, double-random … as written
  authority VARCHAR,                  -- inspecting authority
  inspectors VARCHAR,                 -- inspecting officers as written
  doc_no VARCHAR,                     -- number of the inspection document
  result_text VARCHAR,                -- result as written
  result VARCHAR,                     -- passed | problem | corrected | unreachable | closed | uncooperative | not_inspected | unknown
  double_random BOOLEAN,              -- drawn by double random; NULL not told
  score DOUBLE,                       -- the inspector's own points where given
  reinspected_on DATE,                -- day of the reinspection
  reinspection_text VARCHAR,          -- result of the reinspection as written
  reinspection VARCHAR,               -- as result
  handling VARCHAR,                   -- what followed
  region_text VARCHAR,                -- city or county as written
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE supervision IS 'Inspections and their results.';

CREATE TABLE penalty (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  doc_no VARCHAR,                     -- number of the decision
  violation VARCHAR,                  -- kind of violation
  fact VARCHAR,                       -- facts found
  basis VARCHAR,                      -- legal basis
  kind_text VARCHAR,                  -- kind of penalty as written
  kind VARCHAR,                       -- warning | fine | confiscation | suspension | revocation | detention | other | none
  content VARCHAR,                    -- what was decided, as written
  fine_yuan DOUBLE,                   -- fine in yuan, from its column or from the content
  confiscated_yuan DOUBLE,            -- confiscated gains in yuan
  authority VARCHAR,                  -- penalising authority
  valid_until DATE,                   -- end of effect
  publicity_until DATE,               -- end of publicity
  state VARCHAR,                      -- state of the case as written
  severity VARCHAR,                   -- low | moderate | high; NULL where not told
  legal_rep VARCHAR,                  -- legal representative or person in charge
  org_code VARCHAR,                   -- organisation code (GB 11714) as written
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE penalty IS 'Administrative penalties.';

CREATE TABLE complaint (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  complaint_no VARCHAR,               -- number of the complaint
  channel VARCHAR,                    -- through which it came
  kind VARCHAR,                       -- complaint | report | enquiry; NULL unknown
  content VARCHAR,                    -- what is complained of
  valid_text VARCHAR,                 -- validity as written
  result_text VARCHAR,                -- result as written
  upheld BOOLEAN,                     -- found to be true; NULL not told
  mediated BOOLEAN,                   -- mediation succeeded; NULL not told
  amount_yuan DOUBLE,                 -- amount in dispute in yuan
  closed_on DATE,                     -- day on which it was closed
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE complaint IS 'Complaints and reports.';

CREATE TABLE operation (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- annual_report | tax_arrears | tax | finance | social_insurance | rating | other
  year INTEGER,                       -- year that is reported or rated
  amount_yuan DOUBLE,                 -- arrears, turnover or paid sum by kind
  tax_kind VARCHAR,                   -- tax that is owed
  rating VARCHAR,                     -- grade as written
  revenue_yuan DOUBLE,                -- revenue in yuan
  profit_yuan DOUBLE,                 -- profit in yuan
  assets_yuan DOUBLE,                 -- total assets in yuan
  liabilities_yuan DOUBLE,            -- total liabilities in yuan
  employees INTEGER,                  -- number of employees
  insured INTEGER,                    -- insured employees
  on_time BOOLEAN,                    -- reported in time; NULL not told
  state VARCHAR,                      -- state of the report as written
  authority VARCHAR,                  -- competent authority
  address VARCHAR,                    -- address of business
  region_text VARCHAR,                -- city or county as written
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE operation IS 'Annual reports, finance, tax, social insurance, ratings.';

CREATE TABLE opinion (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  platform VARCHAR,                   -- platform or medium
  title VARCHAR,                      -- headline
  sentiment VARCHAR,                  -- negative | neutral | positive; NULL unknown
  heat BIGINT,                        -- readers or mentions
  topic VARCHAR,                      -- topic as written
  url VARCHAR,                        -- address of the original
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE opinion IS 'Public opinion, internet included.';

CREATE TABLE judicial (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- judgment | execution | dishonest | restriction | bankruptcy | other
  case_no VARCHAR,                    -- case number
  title VARCHAR,                      -- title of the document
  cause VARCHAR,                      -- cause of action
  role VARCHAR,                       -- plaintiff | defendant | debtor; NULL unknown
  court VARCHAR,                      -- court
  amount_yuan DOUBLE,                 -- amount at issue in yuan
  state VARCHAR,                      -- state of performance as written
  url VARCHAR,                        -- address of the document
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE judicial IS 'Judgments, executions, dishonest debtors.';

CREATE TABLE licence (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  licence_no VARCHAR,                 -- number of the licence
  licence_name VARCHAR,               -- name of the licence
  content VARCHAR,                    -- what is permitted
  status_text VARCHAR,                -- status as written
  status VARCHAR,                     -- valid | expired | revoked | cancelled | suspended; NULL unknown
  valid_from DATE,                    -- first day of validity
  valid_until DATE,                   -- last day of validity
  previous_until DATE,                -- last day of validity before it was extended
  authority VARCHAR,                  -- issuing authority
  legal_rep VARCHAR,                  -- legal representative or person in charge
  address VARCHAR,                    -- address of the licensed place
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE licence IS 'Licences and permits.';

CREATE TABLE product (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- sampling | quality | equipment
  product VARCHAR,                    -- product or equipment
  producer VARCHAR,                   -- producer as labelled
  brand VARCHAR,                      -- trade mark as labelled
  model VARCHAR,                      -- specification and model
  lot VARCHAR,                        -- production date or batch as written
  sample_no VARCHAR,                  -- number of the sample, report or equipment
  result_text VARCHAR,                -- result as written
  failed BOOLEAN,                     -- NULL unknown
  failure VARCHAR,                    -- what failed
  next_due_on DATE,                   -- next statutory inspection of equipment
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE product IS 'Product sampling, quality, special equipment.';

CREATE TABLE listing (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- abnormal | serious | tax_serious | dishonest | honour | key | other
  list_name VARCHAR,                  -- name of the list, else the file's name
  ground VARCHAR,                     -- ground of listing as written
  ground_code VARCHAR,                -- report | publication | falsehood | unreachable; NULL unknown
  authority VARCHAR,                  -- listing authority
  doc_no VARCHAR,                     -- number of the decision or certificate
  removed_on DATE,                    -- day of removal; NULL still listed or not told
  removal_reason VARCHAR,             -- why it was removed, as written
  valid_until DATE,                   -- last day of validity
  amount_yuan DOUBLE,                 -- amount concerned in yuan
  fact VARCHAR,                       -- facts found
  basis VARCHAR,                      -- legal basis and what was decided
  legal_rep VARCHAR,                  -- legal representative or person in charge
  address VARCHAR,                    -- registered address
  state VARCHAR,                      -- state of the case as written
  region_text VARCHAR,                -- city or county as written
  org_code VARCHAR,                   -- organisation code (GB 11714) as written
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE listing IS 'Lists: abnormal, serious, honours.';

CREATE TABLE relation (
  subject_id INTEGER,                 -- NULL: not attached (yet)
  attached VARCHAR NOT NULL,          -- code | name | queued | none
  subject_name VARCHAR,               -- as the source wrote it
  subject_code VARCHAR,               -- code as the source wrote it
  occurred_on DATE,                   -- when it happened; NULL unknown
  known_on DATE NOT NULL,             -- when the agency could know: publication or occurrence, at the latest the day of import
  kind VARCHAR,                       -- legal_rep | shareholder | officer | branch | investment | address | phone | other
  other_name VARCHAR,                 -- name of the other party
  other_code VARCHAR,                 -- code of the other party as written
  other_subject_id INTEGER,           -- the other party where it is a known subject
  share DOUBLE,                       -- 0–1
  until_on DATE,                      -- last day of the relation; NULL it lasts
  extra JSON,                         -- source cells that no column takes, by header
  row_key UUID NOT NULL,              -- md5 of class and all cells: exact duplicates share it
  batch INTEGER NOT NULL,             -- import it came with
  file_id INTEGER NOT NULL,           -- file it came in
  source_file VARCHAR NOT NULL,       -- name of the file
  source_row BIGINT NOT NULL          -- 1-based record number in the file, title rows and header counted
);
COMMENT ON TABLE relation IS 'Relations between subjects or to persons and places.';
