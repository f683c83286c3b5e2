/** What inspections found of the drawn, and what that says of the frame. */
export const findings = {
  title: 'Findings', of: 'Findings · {{name}}', since: 'Inspections with a result since {{since}}; intervals of 95 %',
  none: 'No inspection of the drawn has come to a result yet', noneText: 'Once results are published or imported, the problem rate of each tier and of the whole frame stands here with its interval.',
  headline: 'Problem rate of the frame {{rate}} ({{range}}): about {{problems}} of {{frame}} subjects',
  partial: 'Nothing can be said of the whole frame yet: no result in tier {{strata}}',
  frame: 'Frame', drawn: 'Drawn', inspected: 'With result', problems: 'With problems', rate: 'Rate', interval: 'Interval', overall: 'Whole frame',
  method: 'Within a tier everybody had the same chance: its rate is that of the inspected, with the exact interval of a sample without replacement. The whole is weighted by the sizes of the tiers. Those drawn and not yet inspected are taken to be like the inspected of their tier.',
}
