/** Changes of a joint inspection after its draw. */
export const changes = {
  title: 'Changes after the draw', text: 'By rule, each with its reason; they stand here, in the bundle and on paper for ever', none: 'Nothing was changed after the draw. Choose a visit to replace its subject or an officer.',
  when: 'When', who: 'Who', what: 'What', why: 'Why',
  words: {
    subject: '{{subject}} left the list; in its place {{replacements}}', takenBy: '{{subject}} ({{departments}})',
    officer: 'Visit to {{subject}}, {{department}}: {{after}} in the place of {{before}}',
    letIn: '{{department}}: let in {{officers}}', joins: '{{who}} goes along with {{visits}} visits: {{subjects}}', leaves: '{{who}} goes along no more with {{visits}} visits: {{subjects}}', most: '{{department}}: up to {{most}} visits an officer',
  },
  reason: 'Reason', forEver: 'The reason goes into the bundle that anyone can verify; it can be neither changed nor removed.', record: 'Change',
  replace: 'Replace…', replaceOfficer: 'Replace officer {{officer}}', replaceSubject: 'Replace the subject…', notStaffed: 'A subject can be replaced once all visits have their officers.',
  officerOf: 'Replace {{officer}} on the visit to {{subject}}', officerRule: 'Nobody chooses: of the officers of the department who may go, the one with the fewest visits comes, then the one with the smallest ticket. Whoever is replaced does not come back to this visit.',
  subjectOf: 'Replace {{subject}}', subjectRule: 'Nobody chooses: for each department that drew it, the next spare of the same tier by ticket comes.',
  relax: 'Let more officers or visits in…', relaxOf: '{{department}}: staff its visits', relaxRule: 'The draw stands. All visits are staffed anew from the same seed, with the officers let in and the higher cap.',
  further: 'Further officers, fit on the day', noFurther: 'The library has no further officer of this department who could inspect on the day', mostVisits: 'Visits an officer, most', asBefore: 'as before',
}
