import type { ReactElement, ReactNode } from 'react'
import { FilterBar } from './filterBar.tsx'

/** A view's title, the sentence that says what is shown, its actions, and the filter as chips where it obeys one. */
export function ViewHead({ title, sentence, actions, filtered = false }: { title: ReactNode; sentence?: ReactNode; actions?: ReactNode; filtered?: boolean }): ReactElement {
  return (
    <header className="view-head">
      <div className="view-head-line">
        <h1>{title}</h1>
        {sentence && <p className="view-sentence">{sentence}</p>}
        {actions && <div className="view-actions">{actions}</div>}
      </div>
      {filtered && <FilterBar />}
    </header>
  )
}
