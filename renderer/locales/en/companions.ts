/** Experts and third parties on visits. */
export const companions = {
  open: 'Experts and third parties…', title: 'Experts and third parties on visits',
  text: 'They go along beside the officers and never count towards the two. Each change is kept with its reason and stands in the bundle; persons are masked there.',
  library: 'Library', libraries: { expert: 'Expert', body: 'Third party' },
  who: 'Who', choose: 'Choose from the library', none: 'The library has nobody in force on {{day}}',
  where: 'Visits', scopes: { item: 'All with an item', visits: 'By number' }, item: 'Item', chooseItem: 'Choose an item', numbers: 'Numbers of visits',
  reason: 'Reason', reasonExample: 'Why they are needed, or no more',
  join: 'Goes along', leave: 'No more', joined: 'Goes along with {{visits}} visits; left out as bound to the subject: {{recused}}', left: 'Goes along no more with {{visits}} visits (left out: {{recused}})',
  going: 'Who goes along', nobody: 'Nobody besides the officers.', visits: 'Visits',
}
