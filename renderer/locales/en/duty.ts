/** Duty: what exempts officers and what they are held accountable for. */
export const duty = {
  officer: 'Officer', everybody: 'All officers', campaign: 'Joint inspection', allCampaigns: 'All inspections', from: 'Visits from', until: 'Visits until', scope: '{{from}} to {{until}}: {{visits}} visits', out: 'Export {{format}}', none: 'No checklist is in force',
  kinds: { exemption: 'Exempts', accountability: 'Makes accountable' },
  verdicts: { exemption: { met: 'met', not_met: 'not met', unknown: 'unknown' }, accountability: { met: 'found', not_met: 'not found', unknown: 'unknown' } },
  lineVerdicts: { met: 'yes', not_met: 'no', unknown: 'unknown' }, rowVerdicts: { yes: 'yes', no: 'no', unknown: 'unknown' },
  rows: 'rows: {{rows}}', noRows: 'No rows tell of it', more: '{{rows}} more rows; the export has more', select: 'SQL of the check',
}
