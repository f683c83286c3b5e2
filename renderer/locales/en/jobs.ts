/** Long work: kinds and steps. */
export const jobs = {
  kind: { import: 'Import', score: 'Scoring', demo: 'Making the demo', commit: 'Committing', draw: 'Drawing' },
  state: { queued: 'queued', running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled' },
  phase: { queued: 'queued' },
  progress: '{{done}} / {{total}}',
  rate: '{{rate}} rows/s',
  left: 'about {{time}} left',
}
