import type { RecordClass } from './classes.ts'

/** Columns of every class that a source column may be mapped to. A test holds this list against resources/reference/headers.yaml. */
export const commonColumns = ['subject_name', 'subject_code', 'local_code', 'known_on'] as const

/** What else a class takes, in the order in which a person looks for it. */
export const classColumns: Readonly<Record<RecordClass, readonly string[]>> = {
  registration: [
    'occurred_on', 'approved_on', 'reg_no', 'type_text', 'legal_rep', 'capital_text', 'scope', 'province', 'region_text', 'address', 'industry_text',
    'status_text', 'authority', 'valid_until', 'phone',
  ],
  supervision: [
    'occurred_on', 'task_name', 'item', 'kind', 'authority', 'inspectors', 'doc_no', 'result_text', 'score', 'reinspected_on', 'reinspection_text',
    'handling', 'region_text',
  ],
  penalty: [
    'occurred_on', 'doc_no', 'violation', 'fact', 'basis', 'kind_text', 'content', 'fine_yuan', 'confiscated_yuan', 'authority', 'valid_until',
    'publicity_until', 'state', 'severity', 'legal_rep', 'org_code',
  ],
  complaint: [
    'occurred_on', 'complaint_no', 'channel', 'kind', 'content', 'valid_text', 'result_text', 'upheld', 'mediated', 'amount_yuan', 'closed_on',
  ],
  operation: [
    'occurred_on', 'year', 'amount_yuan', 'tax_kind', 'rating', 'kind', 'revenue_yuan', 'profit_yuan', 'assets_yuan', 'liabilities_yuan',
    'employees', 'insured', 'on_time', 'state', 'authority', 'address', 'region_text',
  ],
  opinion: [
    'occurred_on', 'platform', 'title', 'sentiment', 'heat', 'topic', 'url',
  ],
  judicial: [
    'occurred_on', 'kind', 'case_no', 'title', 'cause', 'role', 'court', 'amount_yuan', 'state', 'url',
  ],
  licence: [
    'occurred_on', 'licence_no', 'licence_name', 'content', 'status_text', 'valid_from', 'valid_until', 'previous_until', 'authority', 'legal_rep',
    'address',
  ],
  product: [
    'subject_name', 'occurred_on', 'product', 'producer', 'brand', 'model', 'lot', 'sample_no', 'result_text', 'failed', 'failure', 'next_due_on',
  ],
  listing: [
    'occurred_on', 'list_name', 'kind', 'ground', 'authority', 'doc_no', 'removed_on', 'removal_reason', 'valid_until', 'amount_yuan', 'fact',
    'basis', 'legal_rep', 'address', 'state', 'region_text', 'org_code',
  ],
  relation: [
    'kind', 'occurred_on', 'other_name', 'other_code', 'share', 'until_on',
  ],
}

export const mappableColumns = (recordClass: RecordClass): string[] => [...commonColumns, ...classColumns[recordClass].filter((one) => !(commonColumns as readonly string[]).includes(one))]
