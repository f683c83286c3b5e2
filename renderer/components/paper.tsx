import { useEffect, type ReactElement, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import './paper.css'

/** A list as paper: A4 upright, its head repeated on no page, its table head on every one. Prints itself once it stands. */
export function Paper({ ended, kind, children }: { ended: () => void; kind?: 'dossier'; children: ReactNode }): ReactElement {
  useEffect(() => {
    window.addEventListener('afterprint', ended)
    const soon = setTimeout(() => window.print(), 50)
    return () => {
      clearTimeout(soon)
      window.removeEventListener('afterprint', ended)
    }
  }, [ended])
  return createPortal(<article className={kind === undefined ? 'paper' : `paper paper-${kind}`}>{children}</article>, document.body)
}
