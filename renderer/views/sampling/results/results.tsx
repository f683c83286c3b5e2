import type { ReactElement } from 'react'
import { usePerson } from '../../../app/person.ts'
import { Entry } from './entry.tsx'
import type { ResultsProps } from './props.ts'
import { Publication } from './publication.tsx'
import { Review } from './review.tsx'
import { Statistics } from './statistics.tsx'
import './results.css'

/** What follows the visits: entering, reviewing, publishing, and the figures of it. */
export const resultTabs = ['results', 'review', 'publication', 'statistics'] as const
export type ResultTab = (typeof resultTabs)[number]

export function Results({ tab, ...props }: ResultsProps & { tab: ResultTab }): ReactElement {
  const who = usePerson()
  switch (tab) {
    case 'results': return <Entry {...props} who={who} />
    case 'review': return <Review {...props} who={who} />
    case 'publication': return <Publication {...props} who={who} />
    case 'statistics': return <Statistics {...props} />
  }
}
