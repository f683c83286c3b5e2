/** Papers of joint inspections and their templates. */
export const papers = {
  open: 'Papers…', title: 'Papers of the visits',
  text: 'Made from templates: departments, items, officers and subject of each visit are filled in; results are told where they were approved, else left blank to be filled in by hand.',
  paper: 'Paper', kinds: { notice: 'Inspection notice', task: 'Task sheet', record: 'On-site record', result: 'Result notice', visits: 'List of visits', duty: 'List of duties by officer' },
  visits: 'Visits', visitsText: 'Blank: all. Numbers and spans, like 1,2,5-9.',
  format: 'Files', formats: { docx: 'One document', zip: 'One file a visit (ZIP)', xlsx: 'Workbook (XLSX)' },
  size: 'Sheet', sizes: { asIs: 'As in the template', A4: 'A4', A3: 'A3' },
  save: 'Save', saved: 'Papers saved: {{papers}}', savedRows: 'Rows saved: {{papers}}',
  template: 'Template', own: 'the bureau\'s own: {{file}}, version {{version}}', program: 'the program\'s own', since: 'since {{at}}',
  out: 'Save the template', bring: 'Bring a changed template…', restore: 'Back to the program\'s own', restoreAsk: 'Use the program\'s own template again? The bureau\'s versions are kept.',
  brought: 'The template is used from now on.', unused: 'Named nowhere in it: {{fields}}',
  fields: 'Fields that a template may name', fieldsText: 'Edit the template in Word. A field stands in braces. A list begins and ends with its marks in one row of a table; the row is repeated.',
  field: 'Field', within: 'Within', meaning: 'What it says', anywhere: 'headers too',
}
