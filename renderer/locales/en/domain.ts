/** Words of the trade's codes, by the code that the engine gives. */
export const domain = {
  unknown: 'unknown',
  tierAt: 'run {{run}}: {{tier}}',
  tiers: {
    A: 'lower risk', B: 'general', C: 'medium', D: 'high',
  },
  tierReasons: { index: 'index', veto: 'veto', override: 'persons' },
  classes: {
    registration: 'Registration', supervision: 'Supervision', penalty: 'Penalties', complaint: 'Complaints', operation: 'Operation',
    opinion: 'Opinion', judicial: 'Judicial', licence: 'Licences', product: 'Products', listing: 'Listings', relation: 'Relations',
  },
  fields: {
    tier: 'Tier', index: 'Index', name: 'Name', uscc: 'Credit code', registrar: 'Registrar', region: 'Region', industry: 'Industry', type: 'Type',
    status: 'Status', legal_rep: 'Legal representative', established: 'Established', capital_yuan: 'Registered capital', records: 'Records',
    tier_reason: 'Tier set by', text: 'Search', pool: 'Pool', tier_at: 'Tier in a past run', watched: 'Watched',
  },
  types: {
    company: 'Company', individual: 'Individual business', cooperative: 'Cooperative', branch: 'Branch', institution: 'Public institution',
    organisation: 'Social organisation', foreign: 'Foreign-invested', other: 'Other',
  },
  statuses: {
    active: 'Active', revoked: 'Revoked', cancelled: 'Deregistered', closed: 'Closed', moved: 'Moved out', unknown: 'Unknown',
  },
  industries: {
    A: 'Agriculture, forestry, fishing', B: 'Mining', C: 'Manufacturing', D: 'Electricity, heat, gas, water', E: 'Construction',
    F: 'Wholesale and retail', G: 'Transport, storage, post', H: 'Accommodation and catering', I: 'Information and software', J: 'Finance',
    K: 'Real estate', L: 'Leasing and business services', M: 'Research and technical services', N: 'Water, environment, public facilities',
    O: 'Household services, repair, other', P: 'Education', Q: 'Health and social work', R: 'Culture, sports, entertainment',
    S: 'Public administration, social organisations', T: 'International organisations',
  },
  results: {
    passed: 'No problem found', problem: 'Problem found', corrected: 'Corrected', unreachable: 'Unreachable', closed: 'Closed',
    uncooperative: 'Uncooperative', not_inspected: 'Not inspected', unknown: 'Unknown',
  },
  grounds: {
    report: 'Annual report not published', publication: 'Information not published in time', falsehood: 'Concealed or false information',
    unreachable: 'Unreachable at the registered address',
  },
  severities: {
    low: 'Low', moderate: 'Moderate', high: 'High',
  },
  attached: {
    code: 'by code', name: 'by name', queued: 'queued', none: 'not attached',
  },
  kinds: {
    warning: 'Warning', fine: 'Fine', confiscation: 'Confiscation', suspension: 'Suspension', revocation: 'Revocation', detention: 'Detention',
    none: 'None', other: 'Other', complaint: 'Complaint', report: 'Report', enquiry: 'Enquiry', annual_report: 'Annual report',
    tax_arrears: 'Tax arrears', tax: 'Tax', finance: 'Finance', social_insurance: 'Social insurance', rating: 'Rating', judgment: 'Judgment',
    execution: 'Execution', dishonest: 'Dishonest debtor', restriction: 'Restriction', bankruptcy: 'Bankruptcy', sampling: 'Sampling',
    quality: 'Quality', equipment: 'Special equipment', abnormal: 'Abnormal', serious: 'Serious', tax_serious: 'Serious tax', honour: 'Honour',
    key: 'Key supervision', legal_rep: 'Legal representative', shareholder: 'Shareholder', officer: 'Officer', branch: 'Branch',
    investment: 'Investment', address: 'Address', phone: 'Phone',
  },
  licenceStatuses: {
    valid: 'Valid', expired: 'Expired', revoked: 'Revoked', cancelled: 'Cancelled', suspended: 'Suspended',
  },
  sentiments: {
    negative: 'Negative', neutral: 'Neutral', positive: 'Positive',
  },
  roles: {
    plaintiff: 'Plaintiff', defendant: 'Defendant', debtor: 'Debtor',
  },
  columns: {
    org_code: 'Organisation code', subject_id: 'Subject no.', attached: 'Attached', subject_name: 'Subject name', subject_code: 'Subject code', occurred_on: 'Occurred on',
    known_on: 'Known on', reg_no: 'Registration no.', type_text: 'Type', legal_rep: 'Legal representative', capital_text: 'Registered capital',
    capital_yuan: 'Capital (yuan)', capital_currency: 'Currency', scope: 'Business scope', province: 'Province', region_text: 'Region',
    address: 'Address', industry_text: 'Industry', status_text: 'Status', authority: 'Authority', approved_on: 'Approved on',
    valid_until: 'Valid until', phone: 'Phone', task_name: 'Task', item: 'Item', kind: 'Kind', inspectors: 'Inspectors', doc_no: 'Document no.',
    result_text: 'Result as written', result: 'Result', double_random: 'Double random', score: 'Score', reinspected_on: 'Reinspected on',
    reinspection_text: 'Reinspection as written', reinspection: 'Reinspection', handling: 'Handling', violation: 'Violation', fact: 'Fact',
    basis: 'Legal basis', kind_text: 'Penalty as written', content: 'Content', fine_yuan: 'Fine (yuan)', confiscated_yuan: 'Confiscated (yuan)',
    publicity_until: 'Publicity until', state: 'State', severity: 'Severity', complaint_no: 'Complaint no.', channel: 'Channel',
    valid_text: 'Valid as written', upheld: 'Upheld', mediated: 'Mediated', amount_yuan: 'Amount (yuan)', closed_on: 'Closed on', year: 'Year',
    tax_kind: 'Tax', rating: 'Rating', revenue_yuan: 'Revenue (yuan)', profit_yuan: 'Profit (yuan)', assets_yuan: 'Assets (yuan)',
    liabilities_yuan: 'Liabilities (yuan)', employees: 'Employees', insured: 'Insured', on_time: 'On time', platform: 'Platform', title: 'Title',
    sentiment: 'Sentiment', heat: 'Heat', topic: 'Topic', url: 'Address (URL)', case_no: 'Case no.', cause: 'Cause', role: 'Role', court: 'Court',
    licence_no: 'Licence no.', licence_name: 'Licence', status: 'Status', valid_from: 'Valid from', previous_until: 'Previously until',
    product: 'Product', producer: 'Producer', brand: 'Brand', model: 'Model', lot: 'Lot', sample_no: 'Sample no.', failed: 'Failed',
    failure: 'What failed', next_due_on: 'Next due', list_name: 'List', ground: 'Ground', ground_code: 'Ground code', removed_on: 'Removed on',
    removal_reason: 'Removal reason', other_name: 'Other party', other_code: 'Other code', other_subject_id: 'Other subject no.', share: 'Share',
    until_on: 'Until', subjects: 'Subjects', other_listed: 'Other on a list', other_fined: 'Other penalised in two years', others_listed: 'Others listed', others_fined: 'Others penalised', others_revoked: 'Others revoked', others_new: 'Others new within a year', extra: 'Other columns', source_file: 'Source file', source_row: 'Source row', batch: 'Batch', reason: 'Reason',
    detail: 'Detail', original: 'Original', class: 'Class', uscc: 'Credit code', name: 'Name', tier: 'Tier', index: 'Index', position: 'Position',
    rank: 'Rank', ticket: 'Ticket', stratum: 'Stratum', id: 'Identifier', local_code: 'Local code', former_name: 'Former name', industry: 'Industry',
    region: 'Region', type: 'Type', established: 'Established', registrar: 'Registrar',
  },
}
