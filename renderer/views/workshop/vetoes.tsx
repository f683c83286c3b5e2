import { Switch } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftModel, DraftVeto } from '../../../shared/modelDraft.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import type { Change } from './edits.ts'

/** Facts that force tier D whatever the index, each on or off. */
export function Vetoes({ model, base, vetoes, change }: { model: DraftModel; base: DraftModel; vetoes: readonly DraftVeto[]; change: Change }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const on = (of: DraftModel, id: string): boolean => of.vetoes.some((one) => one.id === id)
  return (
    <section className="section workshop-box">
      <h2>{t('workshop.vetoes')}</h2>
      <p className="muted">{t('workshop.vetoesText')}</p>
      <ul className="workshop-vetoes">
        {vetoes.map((one) => (
          <li key={one.id}>
            <Switch size="small" checked={on(model, one.id)} onChange={(to) => change([{ kind: 'veto', id: one.id, on: to }])} aria-label={one.name[language === 'en' ? 1 : 0]} />
            <div>
              <p><b>{one.name[language === 'en' ? 1 : 0]}</b> <span className="muted">{labels.recordClass(one.class)}</span>{on(model, one.id) !== on(base, one.id) && <span className="workshop-mark"><i>{t('workshop.changed')}</i></span>}</p>
              <p className="muted">{one.legal_basis}</p>
              <pre className="mono">{one.condition}</pre>
            </div>
          </li>
        ))}
        {vetoes.length === 0 && <li className="muted">{t('workshop.noVetoes')}</li>}
      </ul>
    </section>
  )
}
