/** Joint punishment, bans of legal representatives, notices. */
export const punishments = {
  keys: {
    entries: 'Keys: J K next and previous · Space mark · D document · M joint punishment · B ban · X removal · [ ] tabs',
    measures: 'Keys: J K next and previous · Space mark · O file out · I file in · A answer · X release · L details · [ ] tabs',
    bans: 'Keys: J K next and previous · Space mark · Enter agree · X do not agree, or lift · [ ] tabs',
  },
  notice: 'Document ({{n}})…', noticeTitle: 'Make a document', noticeSave: 'Save {{n}} × {{name}}', noticeSaved: '{{papers}} documents saved', authority: 'Authority', hearingOn: 'Day of the hearing', hearingPlace: 'Place of the hearing',
  notices: { listing_notice: 'Notice before a listing', hearing_notice: 'Notice of a hearing', listing_decision: 'Decision of listing', removal_decision: 'Decision of removal' },
  ask0: { measure: 'Joint punishment…', ban: 'Ban…' }, ask: { measure: 'Ask for joint punishment, entries: {{n}}', ban: 'Propose a ban, entries: {{n}}' }, do: { measure: 'Ask', ban: 'Propose; a second person confirms' }, asked: { measure: '{{n}} measures asked: send them out under “Joint punishment”', ban: '{{n}} bans proposed: a second person confirms' },
  onlyGrounds: 'Only upon a confirmed listing or a penalty; a risk tier is never a ground.', noMeasure: 'The law ties no measure to all of these entries.',
  measure: 'Measure', office: 'What the person may not be', requesting: 'Requesting department', executing: 'Executing department', banned: 'Person', fromRegister: 'the registered legal representative', idNumber: 'Identity number (only kept with its middle hidden)', until: 'Last day (blank: by the catalogue)', untilEnd: 'until released',
  direction: 'Direction', directions: { out: 'To other departments', in: 'From other departments' }, state: 'State', allStates: 'All states', unsent: 'not sent', format: 'Format of the file',
  states: { open: 'Awaits an answer', executed: 'Carried out', partly: 'Partly carried out', refused: 'Refused', released: 'Released', expired: 'Expired' },
  out: { request: 'Send {{n}} out', feedback: 'Send {{n}} answers out' }, bring: { out: 'Answers in', in: 'Requests in' }, answer: 'Answer', answerFor: 'Enter the answer to {{n}}', release: 'Release', releaseFor: 'Release {{n}}', sent: '{{name}}: {{lines}} lines, SHA-256 {{hash}}…',
  came: '{{name}} ({{hash}}…): {{taken}} taken, {{same}} known, {{refused}} refused', cameBefore: '{{name}} ({{hash}}…) came before: nothing was changed',
  none: 'No requests', noneText: { out: 'Choose entries under “Lists” and press M.', in: 'Bring in the file of requests of another department.' },
  number: 'Number', ground: 'Legal ground', valid: 'Valid', feedback: 'Answer', noFeedback: 'No answer yet', department: 'Answering department', note: 'What was done', request: 'Request {{request}}',
  fields: { number: 'Number', party: 'Party', area: 'Area', ground: 'Legal ground', basis: 'Legal basis', content: 'Measure', requesting: 'Requesting', executing: 'Executing', valid: 'Valid', reason: 'Reason', by: 'Asked by', seal: 'Seal' },
  events: { requested: 'asked', received: 'received', sent: 'sent out', answered: 'answered', released: 'released' },
  page: '{{first}}–{{last}} of {{total}}', before: 'Earlier', after: 'Later',
  banStates: { proposed: 'To confirm', imposed: 'Imposed', rejected: 'Not agreed', lifted: 'Lifted', ended: 'Ended' }, banSearch: 'Person or firm', lift: 'Lift', idMasked: 'Identity number', firm: 'Firm', serving: 'In office at',
  noBans: 'No bans', noBansText: 'Choose entries under “Lists” and press B; a second person confirms here.',
}
