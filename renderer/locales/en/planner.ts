/** How many to draw for a purpose. */
export const planner = {
  open: 'Sample size for a purpose…',
  purposes: { estimate: 'Tell the problem rate', detect: 'Find at least one' },
  texts: {
    estimate: 'So many that the share of subjects with problems can be told to ± the margin. Exact interval without replacement, as the findings of the draw will have it.',
    detect: 'So many that at least one subject with problems is drawn with this probability, if at least that share of them has problems (hypergeometric).',
  },
  expected: 'Rate expected', margin: 'Margin ±', share: 'Share with problems', confidence: 'Confidence',
  of: 'Of', all: 'the whole frame',
  draw: 'Draw {{size}} of {{frame}}: ratio {{ratio}}.', whole: 'Only the whole is enough.',
  nobody: 'Nobody is in the frame there.', waiting: 'The frame is being counted…',
  fillAll: 'Use for every tier', fillOne: 'Use for tier {{tier}}',
}
