import { Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../../app/route.ts'
import { useAnswer } from '../../../app/useAnswer.ts'
import { useSettled } from '../../../app/useSettled.ts'
import { TierChip } from '../../../components/tier.tsx'

/** Finds another subject to set beside this one. */
export function CompareWith({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const { go } = useRoute()
  const [text, setText] = useState('')
  const wanted = useSettled(text.trim(), 120)
  const found = useAnswer('searchSubjects', wanted === '' ? null : { text: wanted, limit: 12 }, [], { keep: true })
  return (
    <Select
      className="compare-with" showSearch={{ filterOption: false, onSearch: setText }} value={null} placeholder={t('compare.with')} aria-label={t('compare.with')} notFoundContent={wanted === '' ? t('compare.find') : t('compare.nobody')}
      options={wanted === '' ? [] : (found.answer ?? []).filter((one) => one.subjectId !== subjectId).map((one) => ({ value: one.subjectId, label: <span className="compare-option"><TierChip tier={one.tier} /> {one.name} <span className="mono muted">{one.uscc ?? one.localCode ?? ''}</span></span> }))}
      onSelect={(id: number | null) => { if (id !== null) go('profile', [String(subjectId)], undefined, { with: String(id) }) }}
    />
  )
}
