/** Long work: kinds and steps. */
export const jobs = {
  kind: { mend: 'Mending', backtest: 'Back-test', suggest: 'Suggesting weights', match: 'Comparing names', undo: 'Undo', import: 'Import', score: 'Scoring', demo: 'Making the demo', commit: 'Committing', draw: 'Drawing', campaign: 'Committing a joint inspection', campaignDraw: 'Drawing a joint inspection', results: 'Results of inspections', cases: 'Finding cases' },
  state: { queued: 'queued', running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled' },
  phase: {
    follow: 'Following records', find: 'Applying rules', open: 'Opening cases',
    queued: 'queued', sniff: 'recognising files', stage: 'reading and converting', load: 'loading records', attach: 'attaching to subjects', cluster: 'arranging by subject', check: 'checking the model', fit: 'weighing the dimensions', measure: 'measuring class by class', score: 'computing index and tiers',
    mend: 'reading mended rows', match: 'comparing names', undo: 'taking the records back', recount: 'describing the subjects anew',
    frame: 'fixing the frame', hash: 'hashing the frame', tickets: 'computing tickets', select: 'drawing', officers: 'choosing officers', attachments: 'keeping attachments', demo: { subjects: 'inventing subjects and records', sources: 'noting the sources', departments: 'importing the departments’ files' },
  },
  progress: '{{done}} / {{total}}',
  rate: '{{rate}} a second',
  rowRate: '{{rate}} rows/s',
  rows: '{{rows}} rows read',
  byteRate: '{{rate}}/s',
  left: 'about {{time}} left',
}
