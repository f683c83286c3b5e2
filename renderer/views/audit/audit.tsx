import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { Segmented } from 'antd'
import { Chain } from './chain.tsx'
import { Entries } from './entries.tsx'
import { Operators } from './operators.tsx'
import './audit.css'

/** What was done in the workspace and whether that is all of it; who may do what. */
export default function Audit(): ReactElement {
  const { t } = useTranslation()
  const { params, go } = useRoute()
  const place = params[0] === 'operators' ? 'operators' : 'log'
  return (
    <div className="view view-full">
      <ViewHead title={t('audit.title')} sentence={t('audit.sentence')} actions={<Segmented size="small" value={place} onChange={(next) => go('audit', next === 'log' ? [] : [next], [])} options={(['log', 'operators'] as const).map((value) => ({ value, label: t(`audit.${value}`) }))} />} />
      {place === 'log' ? <><Chain /><Entries /></> : <Operators />}
    </div>
  )
}
