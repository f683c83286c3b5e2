/** The page on which anyone recomputes a draw. */
export const citizen = {
  title: 'Check a draw', product: 'Mingcha · offline verifier',
  lead: 'Drop the bundle of a draw here. Everything is computed on this machine: no network, nothing is sent.',
  drop: 'Drop a bundle (.json), or', choose: 'Choose a file', other: 'Another file', working: 'Recomputing step by step…', tooLarge: 'This file has {{size}} MB, more than a browser can hold at once. Whoever has Mingcha verifies it by the command: mingcha verify {{file}}',
  verified: 'All {{checks}} checks pass: the draw is as committed', refuted: '{{failed}} of {{checks}} checks fail', rehearsal: 'This is a rehearsal: its seed is no public random number and proves nothing.',
  facts: 'What it states', name: 'Task', commitment: 'Commitment (compare with the one published before the draw)', committedAt: 'Committed', seed: 'Seed (compare with the public random number)', drawnAt: 'Drawn', witnesses: 'Witnesses', frame: 'Frame', drawn: 'Drawn', visits: 'Visits', officers: 'Officers', members: '{{count}} subjects', people: '{{count}} persons',
  steps: 'Recomputed step by step', group: 'Draw {{number}} · {{department}}', whole: 'The joint inspection',
  ask: 'Look up a subject', askText: 'Enter a unified social credit code to see whether it is in the frame, its ticket, and why it was drawn or not.', askLabel: 'Credit code or identifier', askStart: 'Look up',
  absent: 'Not in the frame of this draw.', inFrame: 'At place {{position}}, stratum {{stratum}}; ticket {{ticket}}.', isDrawn: 'Drawn: number {{rank}} of its stratum, where the smallest {{count}} are taken.', isSpare: 'Spare: number {{rank}} of its stratum.', notDrawn: 'Not drawn: the smallest {{count}} of its stratum are taken, up to {{bound}}.',
  limits: 'What it cannot know', limit1: 'Whether the commitment was published before the seed existed: compare it with the announcement of that day.', limit2: 'Whether the seed is that public random number: compare it with the announcement or ask a witness.', limit3: 'Whether names belong to their codes: look them up in the national publicity system.',
  how: 'How it is drawn', howText: 'First the list and the rules are fixed and their digest is published (the commitment); then a public random number becomes the seed. The ticket of each subject is computed from seed and code with SHA-256, and the smallest tickets of each stratum are drawn. Anyone can recompute it, nobody can choose beforehand.',
  checks: { changes: 'Changed after the draw', parts: 'The departments’ draws, one seed', officers: 'The officers', recusals: 'Who must not meet whom', visits: 'Merged into visits', teams: 'Officers recomputed', companions: 'Experts and third parties' },
}
